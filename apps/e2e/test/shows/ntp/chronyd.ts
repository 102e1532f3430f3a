import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { DatagramSocket, SyscallError } from 'sendto'
import { onTestFinished } from 'vitest'
import { Program, patience } from '../../support/program.js'

/** The stratum that the server claims: its source is this host's own clock. */
export const stratum = 3

/** Starts chronyd(8) for one test, on a port of a loopback address. It leaves the clock alone, and needs no rights. Returns the port when it answers. */
export async function startChronyd(address: '127.0.0.1' | '::1'): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sendto-ntp-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const port = freePort(address)
  const configuration = join(folder, 'chrony.conf')
  const lines = [`port ${port}`, `bindaddress ${address}`, `allow ${address}`, `local stratum ${stratum}`]
  lines.push('cmdport 0', 'bindcmdaddress /', `pidfile ${join(folder, 'pid')}`, '')
  writeFileSync(configuration, lines.join('\n'))

  const server = new Program('chronyd', ['-d', '-x', '-U', '-u', userInfo().username, '-f', configuration])
  await Promise.race([answers({ address, port }), server.ends().then(fail)])
  return port
}

/** A port that was free just now: chronyd cannot be told to take any. */
function freePort(address: string): number {
  using socket = DatagramSocket.bind({ address, port: 0 })
  return socket.localAddress.port as number
}

async function answers(server: { address: string; port: number }): Promise<void> {
  const deadline = performance.now() + patience
  using socket = DatagramSocket.connect(server)
  const request = Buffer.alloc(48)
  request[0] = 0x23
  for (;;) {
    try {
      await socket.send(request)
      await socket.receive({ timeout: 1000 })
      return
    } catch (error) {
      if (!(error instanceof SyscallError) || performance.now() > deadline) throw error
      // Nobody is there yet.
      await setTimeout(10)
    }
  }
}

function fail({ how, stderr }: { how: number | string; stderr: string }): never {
  throw new Error(`chronyd ended (${how}): ${stderr}`)
}
