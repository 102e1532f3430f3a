import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { dropIns } from './dropins.js'
import { othersOf } from './others.js'
import { loopback, receiveBuffer, receivingCore, sendingCore, slotSize, slots } from './setting.js'
import { columns, stream } from './stream.js'
import { C, dgram, type Subject, sockets } from './subjects.js'

const count = 200_000

/** A stream one way, sender and receiver of one kind, unconnected: in batches of 64 where there are such, and plain, that is, joined only where nobody asks for it. */
export async function streams(plan: Plan): Promise<Table[]> {
  const { subjects, absent } = othersOf(plan)
  const tables: Table[] = []
  for (const size of [64, 512, 1200]) {
    const contenders = [C, ...sockets, dgram, ...dropIns, ...subjects].map((subject) => ({
      name: sockets.includes(subject) ? `DatagramSocket, ${subject.name}` : subject.name,
      measure: () => measured(subject, size, Math.ceil(count * plan.scale)),
    }))
    const title = `a stream of ${size} bytes one way, sender and receiver of one kind`
    tables.push({
      work: 'streams',
      title,
      columns: [columns.rate, columns.sending, columns.receiving, columns.lost],
      rows: await takeTurns(title, Math.min(plan.rounds, 3), contenders),
      yardsticks: [C.name, dgram.name],
      absent,
    })
  }
  return tables
}

async function measured(subject: Subject, size: number, count: number) {
  const args = [loopback, slots, slotSize, 0, receiveBuffer]
  await using receiver = await subject.start('receive', args, { core: receivingCore })
  const to = [loopback, receiver.ready.port, 'plain', size, 64, 0]
  await using sender = await subject.start('send', to, { core: sendingCore })
  return await stream({ sender, receiver, warm: Math.max(count < 5000 ? 0 : 30_000, Math.ceil(count / 2)), count })
}
