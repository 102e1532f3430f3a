import { Program } from '../harness/program.js'
import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Sample, Table } from '../harness/table.js'
import { readCollections } from './collections.js'
import { loopback, receiveBuffer, receivingCore, sendingCore } from './setting.js'
import { C, type Subject, sockets } from './subjects.js'

const milliseconds = 10_000
const warmth = 1000
const size = 64
// About as many wake-ups as one-by-one echoes make in that time: after millions of them V8 leaves out allocations that it does not leave out before.
const wakeUpsPerMillisecond = 16
// V8's memory reducer has a major collection made, some seconds after the start, where next to nothing is allocated: not what is asked about here.
const flags = ['--expose-gc', '--trace-gc', '--trace-gc-nvp', '--no-memory-reducer']

type Server = Awaited<ReturnType<Subject['start']>>

/** What an echo by onBatch and trySend allocates, beside a watch whose callback does nothing. */
export async function allocation({ scale }: Plan): Promise<Table[]> {
  const time = Math.ceil(milliseconds * scale)
  const title = `allocation in ${time / 1000} s of echo by onBatch and trySend, beside an empty watch callback`
  const contenders = sockets.flatMap((subject) => [
    { name: `${subject.name}, empty watch`, measure: () => emptyWatch(subject, time) },
    { name: `${subject.name}, echo`, measure: () => oneByOne(subject, time) },
    { name: `${subject.name}, echo of bursts`, measure: () => bursts(subject, time) },
  ])
  return [
    {
      work: 'allocation',
      title,
      columns: [
        { name: 'allocated', title: 'bytes for each call of the handler', digits: 1 },
        { name: 'datagrams', title: 'datagrams a call', digits: 1 },
        { name: 'called', title: 'calls', digits: 0 },
        { name: 'minor', title: 'minor collections', digits: 0 },
        { name: 'major', title: 'major', digits: 0 },
      ],
      rows: await takeTurns(title, 1, contenders),
      yardsticks: [],
    },
  ]
}

async function emptyWatch(subject: Subject, time: number): Promise<Sample> {
  await using server = await subject.start('watch', [loopback], { core: receivingCore, flags })
  return await traced(server, time, (time) => server.ask(`call ${time * wakeUpsPerMillisecond}`))
}

async function oneByOne(subject: Subject, time: number): Promise<Sample> {
  await using server = await subject.start('echo', [loopback, receiveBuffer], { core: receivingCore, flags })
  await using client = await Program.startC('ping', [loopback, server.ready.port, size], { core: sendingCore })
  return await traced(server, time, (time) => client.ask(`ping 4000000 ${time}`))
}

/** Many datagrams a call, so that what each of them allocates would show. */
async function bursts(subject: Subject, time: number): Promise<Sample> {
  await using server = await subject.start('echo', [loopback, receiveBuffer], { core: receivingCore, flags })
  const rate = 100_000
  const to = [loopback, server.ready.port, 'plain', size, 64, rate]
  await using sender = await C.start('send', to, { core: sendingCore })
  return await traced(server, time, (time) => sender.ask(`send ${(rate * time) / 1000}`))
}

/** Has the work done, first for a while for the compiler to see. */
async function traced(server: Server, time: number, work: (time: number) => Promise<unknown>): Promise<Sample> {
  await work(Math.min(time, warmth))
  // What was loaded at the start has V8 collect once, sooner or later: it is done before.
  await server.ask('settle')
  const before = server.notes.length
  await server.ask('begin')
  await work(time)
  const { datagrams = 0, called = 0 } = await server.ask('tell')
  const { allocated, minor, major } = readCollections(server.notes.slice(before))
  return { allocated: allocated / called, datagrams: datagrams / called, called, minor, major }
}
