import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { compiled, pinned, script } from '../compare.js'
import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Goal, Table } from '../harness/table.js'
import { sendingCore } from './setting.js'
import { C, sockets } from './subjects.js'

const run = promisify(execFile)

interface Way {
  /** Of native/batch.c. */
  readonly mode: string
  readonly title: string
  readonly rounds: number
  readonly goals: Readonly<Record<string, number>>
}

const ways: readonly Way[] = [
  { mode: 'sendto', title: 'sendto, 64 bytes', rounds: 80, goals: { napi: 1.15, koffi: 1.25 } },
  { mode: 'recvfrom', title: 'recvfrom, 64 bytes', rounds: 80, goals: { napi: 1.15, koffi: 1.25 } },
  { mode: 'send', title: 'MessageVector: sendmmsg of 64 x 64 bytes', rounds: 80, goals: { napi: 1.1, koffi: 1.1 } },
  { mode: 'receive', title: 'MessageVector: recvmmsg of 64 x 64 bytes', rounds: 80, goals: { napi: 1.1, koffi: 1.1 } },
  // 0.9 of the rate.
  {
    mode: 'offload',
    title: 'MessageVector: UDP_SEGMENT to UDP_GRO, 50 x 1200 bytes, sent and received',
    rounds: 400,
    goals: { napi: 1.11, koffi: 1.11 },
  },
]

/** What a datagram costs by single calls and in vectors, in C and through each backend. All that is sent is received, or the contender fails. */
export async function calls(plan: Plan): Promise<Table[]> {
  const tables: Table[] = []
  for (const { mode, title, rounds, goals } of ways) {
    const work = [mode, String(Math.max(plan.scale < 0.01 ? 4 : rounds / 2, Math.ceil(rounds * plan.scale)))]
    const contenders = [
      { name: C.name, command: [compiled('batch'), ...work], goals: undefined },
      ...sockets.map(({ name }) => ({
        name,
        command: [process.execPath, script('batch-contender'), name, ...work],
        goals: [{ of: C.name, most: goals[name] ?? 1.15 }] satisfies Goal[],
      })),
    ]
    tables.push({
      work: 'calls',
      title,
      columns: [{ name: 'cpu', title: 'ns CPU a datagram', digits: 0 }],
      rows: await takeTurns(
        title,
        plan.rounds,
        contenders.map(({ name, command, goals }) => ({
          name,
          goals,
          measure: async () => ({ cpu: await printed(command) }),
        })),
      ),
      yardsticks: [C.name],
    })
  }
  return tables
}

async function printed(command: readonly string[]): Promise<number> {
  const [file, args] = pinned(sendingCore, command)
  return Number((await run(file, args, { timeout: 120_000 })).stdout)
}
