import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Goal, Table } from '../harness/table.js'
import { dropIns } from './dropins.js'
import { newestIf } from './newest.js'
import { loopback, receiveBuffer, receivingCore, sendingCore } from './setting.js'
import { settled } from './stream.js'
import { C, dgram, type Subject, sockets } from './subjects.js'

const size = 64
// What every receiver here can take.
const rate = 100_000

interface Keeping {
  readonly title: string
  /** One of so many is kept; 0: all, in the queue of a DatagramSocket. */
  readonly every: number
  readonly count: number
  readonly goals: readonly Goal[]
}

const ways: readonly Keeping[] = [
  { title: '10,000 kept', every: 1, count: 10_000, goals: [{ of: dgram.name, most: 1 }] },
  { title: 'one kept in 100', every: 100, count: 50_000, goals: [{ most: 4096 }] },
  { title: `10,000 datagrams of ${size} bytes wait in a socket's queue`, every: 0, count: 10_000, goals: [] },
]

/** What memory the messages take that a program on node:dgram keeps, and the datagrams that wait in the queue of a DatagramSocket: their part of V8's heap, and the memory of buffers. */
export async function kept(plan: Plan): Promise<Table[]> {
  const { subjects, absent } = newestIf(plan)
  const tables: Table[] = []
  for (const { title: way, every, count, goals } of ways) {
    const queued = every === 0
    const title = queued ? way : `a program on node:dgram keeps messages of ${size} bytes, ${way}`
    const contenders = (queued ? sockets : [dgram, ...subjects, ...dropIns]).map((subject) => ({
      name: queued ? `DatagramSocket, ${subject.name}` : subject.name,
      goals: dropIns.includes(subject) ? goals : undefined,
      // As many as is said: what each takes depends on it.
      measure: () => measured(subject, every, plan.scale < 0.01 ? count / 10 : count),
    }))
    tables.push({
      work: 'kept',
      title,
      columns: [
        { name: 'each', title: 'bytes a kept one', digits: 0 },
        { name: 'heap', title: 'of V8', digits: 0 },
        { name: 'buffers', title: 'of buffers', digits: 0 },
        { name: 'kept', title: 'kept', digits: 0 },
      ],
      rows: await takeTurns(title, Math.min(plan.rounds, 3), contenders),
      yardsticks: [dgram.name],
      absent: queued ? [] : absent,
    })
  }
  return tables
}

async function measured(subject: Subject, every: number, count: number) {
  const options = { core: receivingCore, flags: ['--expose-gc'] }
  await using receiver = await subject.start('keep', [loopback, receiveBuffer, every], options)
  const to = [loopback, receiver.ready.port, 'plain', size, 1, rate]
  await using sender = await C.start('send', to, { core: sendingCore })
  await sender.ask(`send ${count}`)
  await settled(receiver, count)
  await receiver.ask('begin')
  await sender.ask(`send ${count}`)
  const { datagrams = 0 } = await settled(receiver, count)
  const { kept = 0, heap = 0, buffers = 0 } = await receiver.ask('weigh')
  return {
    sent: count,
    received: datagrams,
    kept,
    each: (heap + buffers) / kept,
    heap: heap / kept,
    buffers: buffers / kept,
  }
}
