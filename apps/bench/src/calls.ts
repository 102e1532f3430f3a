import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { backendNames } from 'sendto'
import { compare, compiled, describeMachine, pinned, script } from './compare.js'

/** What a `sendto` of 64 bytes costs the sender, in C and through each backend, with a receiver in C on another core that takes what it can. */
const count = 400_000
const size = 64
const goals = { napi: 1.15, koffi: 1.25 }

const sink = spawn(...pinned(1, [compiled('sink')]), { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  const [port] = await once(sink.stdout, 'data')
  const work = [String(port).trim(), String(count), String(size)]
  describeMachine()
  compare(`sendto of ${size} bytes over loopback, the sender's CPU time per call`, [
    { name: 'C', command: [compiled('send'), ...work] },
    ...backendNames.map((name) => ({
      name,
      command: [process.execPath, script('contender'), name, ...work],
      goal: goals[name],
    })),
  ])
} finally {
  sink.kill()
}
