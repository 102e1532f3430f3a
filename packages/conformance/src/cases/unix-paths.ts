import assert from 'node:assert/strict'
import { lstatSync, unlinkSync } from 'node:fs'
import { UnixAddress } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes, fails, refuses, text } from '../expect.js'

const systems = ['linux', 'darwin', 'freebsd']

/** Which paths a Unix socket can have, and which it cannot. */
export const unixPathCases: Case[] = [
  {
    id: 'bind/unix-taken',
    title: 'bind to a path that exists fails with EADDRINUSE, even where no socket holds it any more',
    platforms: systems,
    run({ sys, boundUnix, openUnix, receive }) {
      const first = boundUnix()
      const second = openUnix()
      const { path } = first
      const error = fails('EADDRINUSE', 'bind', () => sys.bind(second, { path }))
      assert.deepEqual([error.address, 'port' in error], [path, false])
      assert.equal(error.message, `bind EADDRINUSE unix:${path}`)
      sys.sendto(second, bytes('x'), 0, { path })
      assert.equal(receive(first.fd).size, 1)
      sys.close(first.fd)
      fails('EADDRINUSE', 'bind', () => sys.bind(second, { path }))
      unlinkSync(path)
      sys.bind(second, { path })
    },
  },
  {
    id: 'bind/unix-no-directory',
    title: 'bind to a path in a directory that does not exist fails with ENOENT, and says which path',
    platforms: systems,
    run({ sys, openUnix, path }) {
      const missing = path('none/socket')
      assert.equal(fails('ENOENT', 'bind', () => sys.bind(openUnix(), { path: missing })).address, missing)
    },
  },
  {
    id: 'bind/unix-longest',
    title: 'bind takes a path that fills sun_path to its last byte, getsockname tells it, and one byte more is refused',
    platforms: ['linux'],
    run({ backend, sys, openUnix, path, receive, recorded }) {
      const room = backend.platform.layouts.sockaddr_un.pathLength
      const longest = path('x').padEnd(room, 'x')
      const server = openUnix()
      sys.bind(server, { path: longest })
      assert.ok(isSocket(longest), 'there is no socket at the path')
      assert.deepEqual(sys.getsockname(server), new UnixAddress({ path: longest }))
      sys.sendto(server, bytes('x'), 0, { path: longest })
      assert.deepEqual(receive(server).from, new UnixAddress({ path: longest }))
      const { sys: other, calls } = recorded()
      refuses('ERR_INVALID_ARG_VALUE', 'to.path', () => other.sendto(server, bytes('x'), 0, { path: `${longest}x` }))
      assert.deepEqual(calls, [])
    },
  },
  {
    id: 'bind/unix-bytes',
    title: 'bind keeps every byte of a path that is no UTF-8, and so do getsockname and recvfrom',
    platforms: ['linux'],
    run({ sys, openUnix, path, receive }) {
      const name = Buffer.concat([bytes(path('x')), Uint8Array.of(0xff, 0x5c, 0xc3, 0x80, 0xc3)])
      const server = openUnix()
      sys.bind(server, { path: name })
      assert.ok(isSocket(name), 'there is no socket at the path')
      const own = sys.getsockname(server)
      assert.ok(own.family === 'unix')
      assert.deepEqual(own.toBytes(), Uint8Array.from(name))
      sys.sendto(server, bytes('x'), 0, own)
      assert.deepEqual(receive(server).from, own)
    },
  },
  {
    id: 'sendto/unix-nobody',
    title:
      'sendto to a path where nothing is fails with ENOENT, and with ECONNREFUSED where no socket holds it any more',
    platforms: systems,
    run({ sys, boundUnix, openUnix, path, receive }) {
      const client = openUnix()
      const missing = path('none')
      const error = fails('ENOENT', 'sendto', () => sys.sendto(client, bytes('x'), 0, { path: missing }))
      assert.deepEqual([error.address, 'port' in error], [missing, false])
      const dead = boundUnix()
      sys.close(dead.fd)
      fails('ECONNREFUSED', 'sendto', () => sys.sendto(client, bytes('x'), 0, { path: dead.path }))
      const alive = boundUnix()
      sys.sendto(client, bytes('alive'), 0, { path: alive.path })
      assert.equal(text(receive(alive.fd).data), 'alive')
    },
  },
]

function isSocket(path: string | Buffer): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? false
}
