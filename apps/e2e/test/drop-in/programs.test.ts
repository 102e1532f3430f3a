import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { describeEachBackend } from '../support/backends.js'
import { whyNot } from '../support/peers.js'
import { file, Program, startListener, startNode } from '../support/program.js'

const register = file('packages/dgram/dist/register.js')
const standIn = file('apps/e2e/test/support/preload/stand-in.cjs')
const hotShots = file('apps/e2e/test/shows/statsd/hot-shots.cjs')
const program = (name: string) => file(`apps/e2e/test/drop-in/programs/${name}`)

/** Where Debian has daemons, which is on the path of its administrator only. */
const daemons = { PATH: `${process.env.PATH}${delimiter}/usr/sbin` }
const whyNoDig = whyNot('dig', '-v')
const whyNoSnmpd = whyNot('env', `PATH=${daemons.PATH}`, 'snmpd', '-v')

/** A port that nobody has at this time, for what cannot be told to take a free one. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

describe('unchanged programs on the drop-in', () => {
  describeEachBackend((backend) => {
    const start = (...args: string[]) => startNode(['--import', register, ...args], { SENDTO_BACKEND: backend })
    const succeeds = (stdout: string) => ({ how: 0, stdout, stderr: '' })

    test('multicast-dns asks for a name, and is answered', async () => {
      const port = String(await freePort())
      await start(program('multicast-dns.cjs'), 'respond', port).prints(/^ready$/m)
      const asking = start(program('multicast-dns.cjs'), 'ask', port)
      expect(await asking.ends()).toEqual(succeeds('printer.local A 192.0.2.7\nprinter.local TXT a,text\n'))
    })

    describe('dns2', () => {
      async function serve() {
        const server = start(program('dns2.cjs'), 'serve')
        const [, port] = await server.prints(/^listening on 127\.0\.0\.1:(\d+)$/m)
        return { server, port: port as string }
      }

      test('answers dig', async ({ skip }) => {
        skip(whyNoDig !== undefined, whyNoDig)
        const { server, port } = await serve()
        const args = ['-r', '@127.0.0.1', '-p', port, '+tries=1', '+time=10', '+notcp', '+noedns', '+short']
        const asking = new Program('dig', [...args, 'www.example.test', 'A'])
        expect(await asking.ends()).toEqual(succeeds('192.0.2.53\n'))
        server.kill('SIGTERM')
        expect(await server.ends()).toMatchObject({ how: 0, stderr: '' })
      })

      test('answers its own client', async () => {
        const { port } = await serve()
        const asking = start(program('dns2.cjs'), 'ask', port, 'www.example.test')
        expect(await asking.ends()).toEqual(succeeds('www.example.test 192.0.2.53\n'))
      })
    })

    test('coap asks, for more than one block too, and is told of changes', async () => {
      const server = start(program('coap.cjs'), 'serve')
      const [, port] = await server.prints(/^listening on 127\.0\.0\.1:(\d+)$/m)
      const asking = start(program('coap.cjs'), 'ask', port as string)
      expect(await asking.ends()).toEqual(succeeds('4.04 /nowhere\ntrue\ngot 1000\n1\n2\n3\n'))
      server.kill('SIGTERM')
      expect(await server.ends()).toMatchObject({ how: 0, stderr: '' })
    })

    describe('net-snmp', () => {
      beforeEach(({ skip }) => skip(whyNoSnmpd !== undefined, `snmpd cannot be run: ${whyNoSnmpd}`))

      test.each(['1', '2c'])('asks snmpd by version %s of the protocol', async (version) => {
        const folder = mkdtempSync(join(tmpdir(), 'sendto-snmpd-'))
        onTestFinished(() => rmSync(folder, { recursive: true }))
        const configuration = 'rocommunity public 127.0.0.1\nsysname here\nsysdescr a test\n'
        writeFileSync(join(folder, 'snmpd.conf'), configuration)
        const port = String(await freePort())
        // Of what is the machine's it reads nothing, and writes nothing.
        const args = ['-f', '-Le', '-C', '-c', join(folder, 'snmpd.conf'), '-I', '-smux', `udp:127.0.0.1:${port}`]
        const env = { ...daemons, MIBS: '', SNMP_PERSISTENT_DIR: folder }
        await new Program('snmpd', args, env).prints(/^NET-SNMP version/m)
        const asking = start(program('net-snmp.cjs'), port, version)
        expect(await asking.ends()).toEqual(succeeds('here\ntrue\nRequestFailedError\n'))
      })
    })

    test('five nodes of bittorrent-dht find what one of them has', async () => {
      const nodes = start(program('bittorrent-dht.mjs'))
      expect(await nodes.ends()).toEqual(succeeds('127.0.0.1:4711\na value\n'))
    })

    describe('hot-shots sends metrics', () => {
      const total = /^1 datagrams, 13 metrics, 2 other lines$/m

      test('over UDP', async () => {
        const { server, port } = await startListener('statsd', '--count', '1')
        const options = JSON.stringify({ host: '127.0.0.1', port: Number(port) })
        expect(await start(hotShots, options).ends()).toEqual(succeeds(''))
        await server.prints(total)
      })

      test('over a Unix socket, with @sendto/unix-dgram in the place of unix-dgram', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'sendto-hot-shots-'))
        onTestFinished(() => rmSync(folder, { recursive: true }))
        const path = join(folder, 'socket')
        const { server } = await startListener('statsd', '--unix', path, '--count', '1')
        await server.prints(/^listening on unix:/m)
        const options = JSON.stringify({ protocol: 'uds', path })
        expect(await start('-r', standIn, hotShots, options).ends()).toEqual(succeeds(''))
        await server.prints(total)
      })
    })
  })

  // By which it is seen that the above were on the drop-in at all.
  test.each([
    ['multicast-dns', [program('multicast-dns.cjs'), 'respond', '0']],
    ['dns2', [program('dns2.cjs'), 'serve']],
    ['coap', [program('coap.cjs'), 'serve']],
    ['net-snmp', [program('net-snmp.cjs'), '9', '1']],
    ['bittorrent-dht', [program('bittorrent-dht.mjs')]],
    ['hot-shots', [hotShots, '{}']],
    ['hot-shots over a Unix socket', ['-r', standIn, hotShots, JSON.stringify({ protocol: 'uds', path: '/nowhere' })]],
  ])('%s fails where the backend that is asked for does not exist', async (_, args) => {
    const { stderr } = await startNode(['--import', register, ...args], { SENDTO_BACKEND: 'nobody' }).ends()
    expect(stderr).toMatch(/SENDTO_BACKEND.*must be one of/)
  })
})
