import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Goal, Table } from '../harness/table.js'
import { dropIns } from './dropins.js'
import { newestIf } from './newest.js'
import { loopback, receiveBuffer, receivingCore, sendingCore } from './setting.js'
import { columns, stream } from './stream.js'
import { dgram, type Subject } from './subjects.js'

const size = 1200

interface Way {
  readonly title: string
  /** Sends in a turn of the event loop; 0 to await each. */
  readonly turn: number
  readonly goals: readonly Goal[]
}

const ways: readonly Way[] = [
  { title: '64 sends a turn', turn: 64, goals: [{ of: dgram.name, least: 5 }] },
  { title: '8 sends a turn', turn: 8, goals: [{ of: dgram.name, least: 1 }] },
  { title: '1 send a turn', turn: 1, goals: [{ of: dgram.name, least: 1 }] },
  { title: 'each send awaited', turn: 0, goals: [{ of: dgram.name, least: 1 }] },
]

/** An unchanged program on node:dgram, whose sender and receiver both stand on the drop-in, beside itself on node:dgram. */
export async function turns(plan: Plan): Promise<Table[]> {
  const { subjects, absent } = newestIf(plan)
  const tables: Table[] = []
  for (const { title: way, turn, goals } of ways) {
    const contenders = [dgram, ...subjects, ...dropIns].map((subject) => ({
      name: subject.name,
      goals: dropIns.includes(subject) ? goals : undefined,
      measure: () => measured(subject, turn, plan.scale),
    }))
    const title = `a program on node:dgram, ${size} bytes, ${way}`
    tables.push({
      work: 'turns',
      title,
      columns: [columns.rate, columns.sending, columns.receiving, columns.lost],
      rows: await takeTurns(title, plan.rounds, contenders),
      yardsticks: [dgram.name, ...subjects.map(({ name }) => name)],
      absent,
    })
  }
  return tables
}

async function measured(subject: Subject, turn: number, scale: number) {
  await using receiver = await subject.start('count', [loopback, receiveBuffer], { core: receivingCore })
  await using sender = await subject.start('turns', [loopback, receiver.ready.port, size, turn], { core: sendingCore })
  const sample = await stream({ sender, receiver, scale })
  const { next = 0, gaps = 0, late = 0 } = await receiver.ask('tell')
  if (late > 0) throw new Error(`${late} datagrams came out of order, or twice`)
  return { ...sample, gaps, unseen: Number(sample.sent) - next }
}
