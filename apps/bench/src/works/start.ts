import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { pinned, script } from '../compare.js'
import { type Plan, takeTurns } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { sendingCore } from './setting.js'
import { dgram, sockets } from './subjects.js'

const run = promisify(execFile)

/** From the import of a module to the first datagram received, in a process that has just begun. */
export async function start({ rounds, newest }: Plan): Promise<Table[]> {
  const contender = (name: string, args: readonly string[], node = process.execPath) => ({
    name,
    measure: async () => ({ time: await printed([node, script('contenders/start'), ...args]) }),
  })
  const title = 'a first datagram, from the import on'
  const contenders = [
    contender(dgram.name, ['dgram']),
    ...('path' in newest ? [contender(`node:dgram of ${newest.version}`, ['dgram'], newest.path)] : []),
    ...sockets.flatMap(({ name }) => [
      contender(`five calls, ${name}`, ['calls', name]),
      contender(`DatagramSocket, ${name}`, ['socket', name]),
      contender(`drop-in, ${name}`, ['dropIn', name]),
    ]),
  ]
  return [
    {
      work: 'start',
      title,
      columns: [{ name: 'time', title: 'ms', digits: 1 }],
      rows: await takeTurns(title, rounds, contenders),
      yardsticks: [dgram.name],
    },
  ]
}

async function printed(command: readonly string[]): Promise<number> {
  const [file, args] = pinned(sendingCore, command)
  return Number((await run(file, args, { timeout: 60_000 })).stdout)
}
