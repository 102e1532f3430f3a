import { type Contender, type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { loopback, receiveBuffer, receivingCore, sendingCore, slotSize, slots } from './setting.js'
import { columns, stream } from './stream.js'
import { bunIf, C, dgram, type Subject, sockets } from './subjects.js'

const size = 64
const batch = 64
const count = 400_000

/** What a datagram costs a sender in batches of 64, with a receiver in C that takes what it can. */
export async function send(plan: Plan): Promise<Table[]> {
  const { subjects, absent } = bunIf(plan)
  const plain = [C, ...sockets, ...subjects, dgram]
  return [
    await measure(plan, 'plain', 'sendMany of 64 x 64 bytes to C, not joined (C: sendmmsg)', plain, absent),
    await measure(plan, 'joined', 'sendMany of 64 x 64 bytes to C, joined (C: UDP_SEGMENT)', [C, ...sockets], []),
  ]
}

async function measure(
  { rounds, scale }: Plan,
  mode: 'plain' | 'joined',
  title: string,
  subjects: readonly Subject[],
  absent: readonly string[],
): Promise<Table> {
  const measured = async (subject: Subject) => {
    const args = [loopback, slots, slotSize, 1, receiveBuffer]
    await using receiver = await C.start('receive', args, { core: receivingCore })
    const to = [loopback, receiver.ready.port, mode, size, batch, 0]
    await using sender = await subject.start('send', to, { core: sendingCore })
    const scaled = Math.ceil(count * scale)
    return await stream({ sender, receiver, warm: Math.ceil(scaled / 2), count: scaled })
  }
  const contenders: Contender[] = subjects.map((subject) => ({
    name: subject.name,
    goals: subject.backend === undefined ? undefined : [{ of: C.name, most: 1.15 }],
    measure: () => measured(subject),
  }))
  return {
    work: 'send',
    title,
    columns: [columns.sending, columns.rate, columns.lost],
    rows: await takeTurns(title, rounds, contenders),
    yardsticks: [C.name, ...subjects.flatMap(({ name }) => (name === dgram.name || name === 'Bun' ? name : []))],
    absent,
  }
}
