import { Program } from '../harness/program.js'
import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { dropIns } from './dropins.js'
import { uringIf } from './levels.js'
import { othersOf } from './others.js'
import { loopback, receiveBuffer, receivingCore, sendingCore } from './setting.js'
import { C, dgram, type Subject, sockets } from './subjects.js'

const size = 64
const milliseconds = 700

/** Requests and answers of a server, whose peers in C each ask again once they are answered. */
export async function server(plan: Plan): Promise<Table[]> {
  const { subjects, absent } = othersOf(plan)
  const tables: Table[] = []
  for (const peers of plan.core ? [64] : [1, 64, 1000]) {
    const uring = peers === 64 ? uringIf().subjects : []
    const contenders = [C, ...uring, dgram, ...dropIns, ...sockets, ...(peers === 64 ? subjects : [])].map(
      (subject) => ({
        name: sockets.includes(subject) ? `DatagramSocket, ${subject.name}` : subject.name,
        goals: peers === 64 && dropIns.includes(subject) ? [{ of: dgram.name, least: 1.5 }] : undefined,
        measure: () => measured(subject, peers, Math.ceil(milliseconds * plan.scale)),
      }),
    )
    const title = `a server of ${peers} ${peers === 1 ? 'peer' : 'peers'}, ${size} bytes`
    tables.push({
      work: 'server',
      title,
      columns: [
        { name: 'rate', title: 'k answers/s', digits: 1 },
        { name: 'cpu', title: "µs of the server's CPU each", digits: 2 },
        { name: 'lost', title: '% lost', digits: 1 },
      ],
      rows: await takeTurns(title, plan.rounds, contenders),
      yardsticks: [C.name, dgram.name],
      absent,
    })
  }
  return tables
}

async function measured(subject: Subject, peers: number, time: number) {
  await using server = await subject.start('echo', [loopback, receiveBuffer], { core: receivingCore })
  const to = [loopback, server.ready.port, size, peers]
  await using client = await Program.startC('peers', to, { core: sendingCore })
  await client.ask(`ask ${Math.max(time < 100 ? 0 : 350, Math.ceil(time / 2))}`)
  await server.ask('begin')
  const { requests = 0, answers = 0, late = 0, lost = 0, wrong = 0, wall = 0 } = await client.ask(`ask ${time}`)
  const { datagrams = 0, cpu = 0 } = await server.ask('tell')
  if (wrong > 0) throw new Error(`${wrong} answers of ${subject.name} were wrong`)
  return {
    sent: requests,
    received: answers,
    late,
    unanswered: lost,
    rate: (answers / wall) * 1e6,
    cpu: cpu / datagrams / 1e3,
    lost: (lost / requests) * 100,
  }
}
