import { type Contender, type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { loopback, receiveBuffer, receivingCore, sendingCore, slotSize, slots } from './setting.js'
import { columns, stream } from './stream.js'
import { C, dgram, type Subject, sockets } from './subjects.js'

interface Load {
  readonly title: string
  /** Arguments of native/socket/stream.c. */
  readonly sender: readonly [mode: 'plain' | 'joined', size: number, batch: number, rate: number]
  readonly gro: boolean
  readonly count: number
}

const loads: readonly Load[] = [
  { title: 'sendmmsg of 64, as fast as it goes', sender: ['plain', 64, 64, 0], gro: true, count: 600_000 },
  {
    title: 'more than any receiver can take (UDP_SEGMENT to a socket without UDP_GRO)',
    sender: ['joined', 64, 64, 0],
    gro: false,
    count: 1_600_000,
  },
  { title: '50,000 a second, one by one', sender: ['plain', 64, 1, 50_000], gro: true, count: 25_000 },
]

/** What a datagram costs an event-driven receiver, whose sender in C is always the same. */
export async function receive({ rounds, scale, core }: Plan): Promise<Table[]> {
  const tables: Table[] = []
  for (const { title: load, sender: sending, gro, count } of core ? loads.slice(0, 1) : loads) {
    const measured = async (subject: Subject) => {
      const args = [loopback, slots, slotSize, Number(gro), receiveBuffer]
      await using receiver = await subject.start('receive', args, { core: receivingCore })
      const to = [loopback, receiver.ready.port, ...sending]
      await using sender = await C.start('send', to, { core: sendingCore })
      const scaled = Math.ceil(count * scale)
      return await stream({ sender, receiver, warm: Math.ceil(scaled / 2), count: scaled })
    }
    const contenders: Contender[] = [
      { name: C.name, measure: () => measured(C) },
      ...sockets.map((subject) => ({
        name: subject.name,
        goals: [{ of: C.name, most: 1.15 }],
        measure: () => measured(subject),
      })),
      { name: dgram.name, measure: () => measured(dgram) },
    ]
    const title = `receive 64 bytes by onBatch, from C: ${load}`
    tables.push({
      work: 'receive',
      title,
      columns: [columns.receiving, columns.rate, columns.lost, columns.perWake, columns.perCall],
      rows: await takeTurns(title, rounds, contenders),
      yardsticks: [C.name, dgram.name],
    })
  }
  return tables
}
