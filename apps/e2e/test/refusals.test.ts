import { describe, expect, test } from 'vitest'
import { describeEachBackend } from './support/backends.js'
import { without } from './support/preload.js'
import { app, runClient, startNode, startServer } from './support/program.js'

/** One line on stderr, nothing on stdout, and exit code 1. */
const refusal = (line: string) => ({ how: 1, stdout: '', stderr: `${line}\n` })

describe('what the operating system refuses is said in one line, with exit code 1', () => {
  describeEachBackend((backend) => {
    const both = ['--backend', backend]

    test('a port that is taken, to the server', async () => {
      const { port } = await startServer(...both)
      const second = startNode([app('server'), ...both, '--port', port])
      expect(await second.ends()).toEqual(refusal(`bind EADDRINUSE 127.0.0.1:${port}`))
    })

    test('a port that is taken, to the client', async () => {
      const { port } = await startServer(...both)
      const client = runClient(port, ...both, '--bind-port', port)
      expect(await client).toEqual(refusal(`bind EADDRINUSE 127.0.0.1:${port}`))
    })

    test('an address of another host, to the server', async () => {
      const server = startNode([app('server'), ...both, '--port', '0', '--address', '192.0.2.1'])
      expect(await server.ends()).toEqual(refusal('bind EADDRNOTAVAIL 192.0.2.1:0'))
    })

    test('a zone that is the name of no interface, to the server', async () => {
      const server = startNode([app('server'), ...both, '--address', 'fe80::1%no such name'])
      expect(await server.ends()).toEqual(refusal('if_nametoindex ENODEV: no such name'))
    })

    test('a datagram of 65,508 bytes, to the client', async () => {
      const client = runClient('9', ...both, '--message', 'x'.repeat(65_508))
      expect(await client).toEqual(refusal('sendto EMSGSIZE 127.0.0.1:9'))
    })

    test('to wait longer than --timeout says, to the server', async () => {
      const { server, port } = await startServer(...both, '--timeout', '0.01')
      expect(await server.ends()).toEqual(refusal(`listening on 127.0.0.1:${port}\nrecvfrom EAGAIN`))
    })
  })
})

test('a program without any backend says what is wrong with each, and ends with exit code 1', async () => {
  const server = startNode([app('server')], without('@sendto/napi', '@sendto/koffi'))
  const lines = ['no backend could be loaded', '  napi: @sendto/napi is missing', '  koffi: @sendto/koffi is missing']
  expect(await server.ends()).toEqual(refusal(lines.join('\n')))
})
