import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { describeMachine } from './compare.js'
import { findBun } from './harness/bun.js'
import { busy, describeQuiet } from './harness/machine.js'
import { print, type Table } from './harness/table.js'
import { works } from './works/index.js'
import { absentBackends } from './works/subjects.js'

const usage = `bench:socket [${Object.keys(works).join('|')}]... [--quick] [--bun] [--json FILE]`

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    bun: { type: 'boolean', default: false },
    json: { type: 'string' },
    rounds: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const names = positionals.length === 0 ? Object.keys(works) : positionals

if (options.help || names.some((name) => !Object.hasOwn(works, name))) {
  console.log(usage)
  process.exitCode = options.help ? 0 : 2
} else {
  await run()
}

async function run(): Promise<void> {
  describeMachine()
  console.log(describeQuiet([await busy(1000)]))
  for (const reason of absentBackends) console.log(`absent: ${reason}`)
  const bun = findBun(options.bun)
  if ('path' in bun) console.log(`Bun ${bun.version}`)
  const rounds = Number(options.rounds ?? (options.quick ? 3 : 7))
  const newest = { absent: 'not asked for' }
  const plan = { rounds, scale: options.quick ? 0.25 : 1, bun, newest }
  const tables: Table[] = []
  for (const name of names) {
    for (const table of (await works[name]?.(plan)) ?? []) {
      print(table)
      tables.push(table)
    }
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ plan, tables }, null, 2)}\n`)
}
