import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { dropIns } from './dropins.js'
import { fiveCalls, vectors, yardsticks } from './levels.js'
import { othersOf } from './others.js'
import { loopback, receiveBuffer, receivingCore, sendingCore, slotSize, slots } from './setting.js'
import { columns, stream } from './stream.js'
import { C, dgram, type Subject, sockets } from './subjects.js'

// Their sockets have no peer, or no way to send to it.
const unconnected = ['Deno', 'udx-native']

/**
 * A stream one way, sender and receiver of one kind, the sender's socket unconnected and connected: in batches of 64 where there are such, and plain, that is, joined
 * only where nobody asks for it.
 */
export async function streams(plan: Plan): Promise<Table[]> {
  const others = othersOf(plan)
  const tables: Table[] = []
  for (const connected of [false, true]) {
    const subjects = [...yardsticks(), ...fiveCalls, ...vectors, ...sockets, dgram, ...dropIns, ...others.subjects]
    const able = connected ? subjects.filter(({ name }) => !unconnected.includes(name)) : subjects
    const unable = subjects
      .filter((subject) => !able.includes(subject))
      .map(({ name }) => `${name}: connects no socket`)
    for (const size of plan.core ? [64] : [64, 512, 1200]) {
      const contenders = able.map((subject) => ({
        name: sockets.includes(subject) ? `DatagramSocket, ${subject.name}` : subject.name,
        measure: () => measured(subject, { size, connected, scale: plan.scale }),
      }))
      const title = `a stream of ${size} bytes one way, ${connected ? 'connected' : 'unconnected'}, sender and receiver of one kind`
      tables.push({
        work: 'streams',
        title,
        columns: [columns.rate, columns.sending, columns.receiving, columns.lost],
        rows: await takeTurns(title, Math.min(plan.rounds, 3), contenders),
        yardsticks: [C.name, dgram.name],
        absent: [...others.absent, ...unable],
      })
    }
  }
  return tables
}

interface Way {
  readonly size: number
  readonly connected: boolean
  readonly scale: number
}

async function measured(subject: Subject, { size, connected, scale }: Way) {
  const args = [loopback, slots, slotSize, 0, receiveBuffer]
  await using receiver = await subject.start('receive', args, { core: receivingCore })
  const to = [loopback, receiver.ready.port, 'plain', size, 64, 0, ...(connected ? ['connected'] : [])]
  await using sender = await subject.start('send', to, { core: sendingCore })
  return await stream({ sender, receiver, scale })
}
