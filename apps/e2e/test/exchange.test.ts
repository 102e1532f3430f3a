import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { describeEachBackend } from './support/backends.js'
import { whyNoIPv6 } from './support/ipv6.js'
import { runClient, startServer } from './support/program.js'

/** Interface 1 is loopback. */
const [loopbackName = 'lo'] = Object.entries(networkInterfaces()).find(([, each]) => each?.[0]?.internal) ?? []

describe('server and client', () => {
  describeEachBackend((backend) => {
    const both = ['--backend', backend]

    test('bring a datagram across and end', async () => {
      const { server, port } = await startServer(...both)
      expect(await runClient(port, ...both)).toEqual({
        how: 0,
        stdout: `size: 12, to: 127.0.0.1:${port}, msg: hello world!\n`,
        stderr: '',
      })
      expect(await server.ends()).toEqual({
        how: 0,
        stdout: expect.stringMatching(/^size: 12, from: 127\.0\.0\.1:[1-9]\d*, msg: hello world!\n$/),
        stderr: `listening on 127.0.0.1:${port}\n`,
      })
    })

    test.for([
      ['number', '1'],
      ['name', loopbackName],
    ])('bring a datagram across over IPv6, a zone being given by %s', async ([, zone], { skip }) => {
      const why = whyNoIPv6(backend)
      skip(why !== undefined, why)
      const { server, port } = await startServer(...both, '--address', '::1')
      const client = await runClient(port, ...both, '--address', `::1%${zone}`)
      expect(client).toMatchObject({ how: 0, stdout: `size: 12, to: [::1%1]:${port}, msg: hello world!\n` })
      const { how, stdout, stderr } = await server.ends()
      expect(stderr).toBe(`listening on [::1]:${port}\n`)
      expect(stdout).toMatch(/^size: 12, from: \[::1\]:[1-9]\d*, msg: hello world!\n$/)
      expect(how).toBe(0)
    })

    test('exchange as many datagrams as --count says', async () => {
      const { server, port } = await startServer(...both, '--count', '3')
      const { stdout } = await runClient(port, ...both, '--count', '3', '--message', 'one of three')
      expect(stdout).toBe(`size: 12, to: 127.0.0.1:${port}, msg: one of three\n`.repeat(3))
      const ending = await server.ends()
      expect(ending.how).toBe(0)
      expect(ending.stdout).toMatch(/^(size: 12, from: 127\.0\.0\.1:\d+, msg: one of three\n){3}$/)
    })

    test('bring the longest datagram of IPv4 across, 65,507 bytes', async () => {
      const { server, port } = await startServer(...both)
      const message = 'x'.repeat(65_507)
      await runClient(port, ...both, '--message', message)
      const { stdout } = await server.ends()
      expect(stdout.replace(message, 'MESSAGE')).toMatch(/^size: 65507, from: 127\.0\.0\.1:\d+, msg: MESSAGE\n$/)
    })

    test('bring an empty datagram across', async () => {
      const { server, port } = await startServer(...both)
      await runClient(port, ...both, '--message', '')
      expect((await server.ends()).stdout).toMatch(/^size: 0, from: 127\.0\.0\.1:\d+, msg: \n$/)
    })

    test('say that a datagram was longer than the buffer', async () => {
      const { server, port } = await startServer(...both, '--buffer-size', '5')
      await runClient(port, ...both)
      expect((await server.ends()).stdout).toMatch(/^size: 5 \(truncated\), from: 127\.0\.0\.1:\d+, msg: hello\n$/)
    })

    test('escape what could drive the terminal, and nothing else', async () => {
      const { server, port } = await startServer(...both)
      const { stdout } = await runClient(port, ...both, '--message', '\x1b[2J\r\n\t\x7f\u009b\u202eGrüße \\ 👋')
      const escaped = 'msg: \\x1b[2J\\x0d\\x0a\\x09\\x7f\\x9b\\u202eGrüße \\ 👋\n'
      expect(stdout.endsWith(escaped)).toBe(true)
      expect((await server.ends()).stdout.endsWith(escaped)).toBe(true)
    })
  })
})
