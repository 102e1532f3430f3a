import { availableParallelism } from 'node:os'
import { script } from '../compare.js'
import { Program } from '../harness/program.js'
import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { loopback, receiveBuffer, sendingCore } from './setting.js'
import { sockets } from './subjects.js'

const size = 64
const peers = 256
const milliseconds = 700

/** One to four processes that share a port by SO_REUSEPORT, each on a core as far as there are cores, and peers in C on the first. */
export async function shards(plan: Plan): Promise<Table[]> {
  const cores = availableParallelism()
  const title = `${peers} peers of 1 to 4 processes on one port (SO_REUSEPORT), ${cores} cores`
  const name = (backend: string, count: number) => `${backend}, ${count} ${count === 1 ? 'process' : 'processes'}`
  const contenders = [1, 2, 3, 4].flatMap((count) =>
    sockets.map((subject) => ({
      name: name(subject.name, count),
      measure: () => measured(subject.name, count, cores, Math.ceil(milliseconds * plan.scale)),
    })),
  )
  // The peers have a core of their own: with as many processes as cores nothing is measured but the scheduler.
  const isRatio = cores > 4
  return [
    {
      work: 'shards',
      title,
      columns: [
        { name: 'rate', title: 'k answers/s', digits: 1 },
        { name: 'cpu', title: 'µs of CPU each', digits: 2 },
        { name: 'least', title: '% of the least busy process', digits: 0 },
      ],
      rows: await takeTurns(title, Math.min(plan.rounds, 3), contenders),
      yardsticks: isRatio ? sockets.map((subject) => name(subject.name, 1)) : [],
      absent: isRatio ? [] : [`ratios: ${cores} cores are fewer than the processes, so that none would mean anything`],
    },
  ]
}

async function measured(backend: string, count: number, cores: number, time: number) {
  const servers: Program[] = []
  try {
    let port = 0
    for (let i = 0; i < count; i++) {
      const command = [process.execPath, script('contenders/socket-shard'), backend, loopback, port, receiveBuffer]
      const server = await Program.start(command.map(String), { core: (i + 1) % cores })
      port = server.ready.port as number
      servers.push(server)
    }
    return await ask(servers, port, time)
  } finally {
    for (const server of servers) await server[Symbol.asyncDispose]()
  }
}

async function ask(servers: readonly Program[], port: number, time: number) {
  await using client = await Program.startC('peers', [loopback, port, size, peers], { core: sendingCore })
  await client.ask(`ask ${Math.max(time < 100 ? 0 : 350, Math.ceil(time / 2))}`)
  for (const server of servers) await server.ask('begin')
  const { requests = 0, answers = 0, lost = 0, wall = 0 } = await client.ask(`ask ${time}`)
  const told = await Promise.all(servers.map((server) => server.ask('tell')))
  const counts = told.map(({ datagrams = 0 }) => datagrams)
  const sum = counts.reduce((a, b) => a + b, 0)
  return {
    sent: requests,
    received: answers,
    unanswered: lost,
    served: sum,
    rate: (answers / wall) * 1e6,
    cpu: told.reduce((a, { cpu = 0 }) => a + cpu, 0) / sum / 1e3,
    least: (Math.min(...counts) / sum) * 100,
  }
}
