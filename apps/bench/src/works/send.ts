import { type Contender, type Plan, takeTurns } from '../harness/rounds.js'
import type { Sample, Table } from '../harness/table.js'
import { blockingC, fiveCalls, uringIf, vectors } from './levels.js'
import { othersOf } from './others.js'
import { loopback, receiveBuffer, receivingCore, sendingCore, slotSize, slots } from './setting.js'
import { columns, stream } from './stream.js'
import { C, dgram, type Subject, sockets } from './subjects.js'

const size = 64
const batch = 64

interface Sender {
  readonly name: string
  readonly subject: Subject
  readonly mode: 'plain' | 'joined'
}

const joined = (subject: Subject): Sender => ({ name: `${subject.name}, joined`, subject, mode: 'joined' })
const apart = (subject: Subject): Sender => ({ name: subject.name, subject, mode: 'plain' })

/** What a datagram costs a sender in batches of 64, with a receiver in C that takes what it can. */
export async function send(plan: Plan): Promise<Table[]> {
  const { subjects, absent } = othersOf(plan)
  // Only Bun is part of a goal.
  const beside = plan.core ? subjects.filter(({ name }) => name === 'Bun') : subjects
  const single = plan.core ? [] : [blockingC, ...uringIf().subjects, ...fiveCalls, ...vectors]
  const senders = [...[C, ...sockets, dgram, ...single, ...beside].map(apart), ...[C, ...sockets].map(joined)]
  const contenders: Contender[] = senders.map(({ name, subject, mode }) => ({
    name,
    goals: sockets.includes(subject) ? [{ of: C.name, most: 1.15 }] : undefined,
    measure: () => measured(subject, mode, plan.scale),
  }))
  const title = 'sendMany of 64 x 64 bytes to C (in C sendmmsg); and joined, a message for all (in C UDP_SEGMENT)'
  return [
    {
      work: 'send',
      title,
      columns: [columns.sending, columns.rate, columns.lost],
      rows: await takeTurns(title, plan.rounds, contenders),
      yardsticks: [C.name, joined(C).name, dgram.name, 'Bun'],
      absent,
    },
  ]
}

async function measured(subject: Subject, mode: Sender['mode'], scale: number): Promise<Sample> {
  const args = [loopback, slots, slotSize, 1, receiveBuffer]
  await using receiver = await C.start('receive', args, { core: receivingCore })
  const to = [loopback, receiver.ready.port, mode, size, batch, 0]
  await using sender = await subject.start('send', to, { core: sendingCore })
  return await stream({ sender, receiver, scale })
}
