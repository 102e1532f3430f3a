// Prints for worker threads with different `execArgv` whether they have the drop-in: inherited, of their own with the flag, and of their own without it. With the
// argument `eval` they are given their program as text.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

const file = new URL('thread.cjs', import.meta.url)
const given = process.argv[2] === 'eval' ? [readFileSync(file, 'utf8'), { eval: true }] : [file, {}]
for (const options of [{}, { execArgv: process.execArgv }, { execArgv: [] }]) {
  const worker = new Worker(given[0], { ...given[1], ...options })
  const [[message]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')])
  console.log(JSON.stringify(message))
}
