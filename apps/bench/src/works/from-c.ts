import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { dropIns } from './dropins.js'
import { newestIf } from './newest.js'
import { loopback, receiveBuffer, receivingCore, sendingCore, slotSize, slots } from './setting.js'
import { columns, stream } from './stream.js'
import { C, dgram, type Subject } from './subjects.js'

const size = 64

/** What a datagram costs an unchanged program that receives a stream from C. */
export async function fromC(plan: Plan): Promise<Table[]> {
  const { subjects, absent } = newestIf(plan)
  const contenders = [C, dgram, ...subjects, ...dropIns].map((subject) => ({
    name: subject.name,
    goals: dropIns.includes(subject) ? [{ of: dgram.name, most: 0.6 }] : undefined,
    measure: () => measured(subject, plan.scale),
  }))
  const title = `a program on node:dgram receives ${size} bytes from C, sendmmsg of 64`
  return [
    {
      work: 'from-c',
      title,
      columns: [columns.receiving, columns.rate, columns.lost],
      rows: await takeTurns(title, plan.rounds, contenders),
      yardsticks: [C.name, dgram.name, ...subjects.map(({ name }) => name)],
      absent,
    },
  ]
}

async function measured(subject: Subject, scale: number) {
  const args = [loopback, slots, slotSize, 1, receiveBuffer]
  await using receiver = await subject.start('receive', args, { core: receivingCore })
  const to = [loopback, receiver.ready.port, 'plain', size, 64, 0]
  await using sender = await C.start('send', to, { core: sendingCore })
  return await stream({ sender, receiver, scale })
}
