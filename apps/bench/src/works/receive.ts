import { type Contender, type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { fiveCalls, uringIf, vectors, yardsticks } from './levels.js'
import { othersOf } from './others.js'
import { loopback, receiveBuffer, receivingCore, sendingCore, slotSize, slots } from './setting.js'
import { columns, stream } from './stream.js'
import { C, dgram, type Subject, sockets, withOption } from './subjects.js'

interface Load {
  readonly title: string
  /** Arguments of native/socket/stream.c. */
  readonly sender: readonly [mode: 'plain' | 'joined', size: number, batch: number, rate: number]
  readonly gro: boolean
}

const loads: readonly Load[] = [
  { title: 'sendmmsg of 64, as fast as it goes', sender: ['plain', 64, 64, 0], gro: true },
  {
    title: 'more than any receiver can take (UDP_SEGMENT to a socket without UDP_GRO)',
    sender: ['joined', 64, 64, 0],
    gro: false,
  },
  { title: '50,000 a second, one by one', sender: ['plain', 64, 1, 50_000], gro: true },
]

/** Those that are told of each datagram at once. */
const uncoalesced = sockets.map((subject) => withOption(subject, 'coalesce: 0', 0))

/** What a datagram costs a receiver, whose sender in C is always the same: event-driven ones; and beside them, of what goes as fast as it can, those that wait in a call, and others. */
export async function receive(plan: Plan): Promise<Table[]> {
  const { rounds, scale, core } = plan
  const others = othersOf(plan)
  const tables: Table[] = []
  for (const [index, { title: load, sender: sending, gro }] of (core ? loads.slice(0, 1) : loads).entries()) {
    const isWhole = index === 0 && !core
    const measured = async (subject: Subject) => {
      const args = [loopback, slots, slotSize, Number(gro), receiveBuffer]
      await using receiver = await subject.start('receive', args, { core: receivingCore })
      const to = [loopback, receiver.ready.port, ...sending]
      await using sender = await C.start('send', to, { core: sendingCore })
      return await stream({ sender, receiver, scale })
    }
    const subjects = [
      ...(isWhole ? yardsticks() : [C, ...uringIf().subjects]),
      ...sockets,
      ...(gro ? uncoalesced : []),
      dgram,
      ...(isWhole ? [...fiveCalls, ...vectors, ...others.subjects] : []),
    ]
    const contenders: Contender[] = subjects.map((subject) => ({
      name: subject.name,
      goals: sockets.includes(subject) ? [{ of: C.name, most: 1.15 }] : undefined,
      measure: () => measured(subject),
    }))
    const title = `receive 64 bytes by onBatch, from C: ${load}`
    tables.push({
      work: 'receive',
      title,
      columns: [columns.receiving, columns.rate, columns.lost, columns.perWake, columns.perCall],
      rows: await takeTurns(title, rounds, contenders),
      yardsticks: [C.name, dgram.name],
      absent: isWhole ? others.absent : [],
    })
  }
  return tables
}
