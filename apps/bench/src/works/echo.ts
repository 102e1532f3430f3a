import { Program } from '../harness/program.js'
import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { dropIns } from './dropins.js'
import { fiveCalls, yardsticks } from './levels.js'
import { othersOf } from './others.js'
import { loopback, receiveBuffer, receivingCore, sendingCore } from './setting.js'
import { C, dgram, type Subject, sockets, withOption } from './subjects.js'

const size = 64
const count = 16_000

/** In microseconds: longer than an answer takes. */
const spin = 100

/** Those that do not sleep between two datagrams. */
const spinning = sockets.map((subject) => withOption(subject, `spin: ${spin}`, spin))

/** Round trips of a client in C, one at a time, to echo servers, event-driven ones and such as wait in a call; both ends stay on their cores. */
export async function echo(plan: Plan): Promise<Table[]> {
  const { subjects, absent } = othersOf(plan)
  const scaled = Math.ceil(count * plan.scale)
  const measured = async (subject: Subject) => {
    await using server = await subject.start('echo', [loopback, receiveBuffer], { core: receivingCore })
    await using client = await Program.startC('ping', [loopback, server.ready.port, size], { core: sendingCore })
    await client.ask(`ping ${Math.ceil(scaled / 2)} 10000`)
    await server.ask('begin')
    const {
      datagrams = 0,
      lost = 0,
      wrong = 0,
      p50 = 0,
      p90 = 0,
      p99 = 0,
      p999 = 0,
    } = await client.ask(`ping ${scaled} 60000`)
    const answered = await server.ask('tell')
    if (wrong > 0) throw new Error(`${wrong} answers of ${subject.name} were wrong`)
    return {
      sent: datagrams,
      received: answered.datagrams as number,
      p50: p50 / 1e3,
      p90: p90 / 1e3,
      p99: p99 / 1e3,
      p999: p999 / 1e3,
      cpu: (answered.cpu as number) / (answered.datagrams as number) / 1e3,
      lost: (lost / datagrams) * 100,
    }
  }
  const bun = subjects.filter(({ name }) => name === 'Bun')
  const below = [dgram, ...bun].map(({ name }) => ({ of: name, most: 1 }))
  const title = `echo of ${size} bytes, a client in C waits for each answer`
  const contenders = [...yardsticks(), ...fiveCalls, ...sockets, ...spinning, dgram, ...subjects, ...dropIns].map(
    (subject) => ({
      name: subject.name,
      goals: dropIns.includes(subject)
        ? [{ of: dgram.name, most: 1 }]
        : sockets.includes(subject) || spinning.includes(subject)
          ? [{ of: C.name, most: 1.3 }, ...below]
          : undefined,
      measure: () => measured(subject),
    }),
  )
  return [
    {
      work: 'echo',
      title,
      columns: [
        { name: 'p50', title: 'µs p50', digits: 1 },
        { name: 'p90', title: 'p90', digits: 1 },
        { name: 'p99', title: 'p99', digits: 1 },
        { name: 'p999', title: 'p99.9', digits: 1 },
        { name: 'cpu', title: "µs of the server's CPU", digits: 1 },
        { name: 'lost', title: '% lost', digits: 1 },
      ],
      rows: await takeTurns(title, plan.rounds, contenders),
      yardsticks: [C.name, dgram.name],
      absent,
    },
  ]
}
