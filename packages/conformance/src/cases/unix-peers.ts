import assert from 'node:assert/strict'
import { unlinkSync } from 'node:fs'
import { UnixAddress } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes, fails, text } from '../expect.js'

/** Unix sockets with one peer, and peers that are full. */
export const unixPeerCases: Case[] = [
  {
    id: 'connect/unix',
    title: 'connect to a path has sendto go there without an address, getpeername tells it, and null dissolves it',
    platforms: ['linux'],
    run({ sys, boundUnix, openUnix, receive }) {
      const server = boundUnix()
      const client = openUnix()
      sys.connect(client, { path: server.path })
      assert.deepEqual(sys.getpeername(client), new UnixAddress({ path: server.path }))
      sys.sendto(client, bytes('x'), 0, null)
      assert.equal(receive(server.fd).size, 1)
      sys.connect(client, null)
      fails('ENOTCONN', 'getpeername', () => sys.getpeername(client))
    },
  },
  {
    id: 'connect/unix-restarted',
    title: 'connect reaches a server that has come back to its path, which a socket connected before does not',
    platforms: ['linux'],
    run({ sys, boundUnix, openUnix, receive }) {
      const before = boundUnix('server')
      const client = openUnix()
      sys.connect(client, { path: before.path })
      sys.sendto(client, bytes('before'), 0, null)
      assert.equal(text(receive(before.fd).data), 'before')
      sys.close(before.fd)
      unlinkSync(before.path)
      const after = boundUnix('server')
      fails('ECONNREFUSED', 'sendto', () => sys.sendto(client, bytes('lost'), 0, null))
      fails('ENOTCONN', 'sendto', () => sys.sendto(client, bytes('lost'), 0, null))
      sys.connect(client, { path: after.path })
      sys.sendto(client, bytes('after'), 0, null)
      assert.equal(text(receive(after.fd).data), 'after')
    },
  },
  {
    id: 'sendto/unix-full',
    title: 'sendto of a non-blocking socket to a full queue fails with EAGAIN, and reaches others all the same',
    platforms: ['linux'],
    constants: ['SOCK_NONBLOCK'],
    run({ sys, boundUnix, openUnix, receive, constants }) {
      const server = boundUnix()
      const other = boundUnix()
      const client = openUnix(constants.SOCK_NONBLOCK)
      const sent = fill(() => sys.sendto(client, bytes('x'), 0, { path: server.path }))
      assert.ok(sent > 0)
      const error = fails('EAGAIN', 'sendto', () => sys.sendto(client, bytes('x'), 0, { path: server.path }))
      assert.equal(error.address, server.path)
      sys.sendto(client, bytes('other'), 0, { path: other.path })
      assert.equal(text(receive(other.fd).data), 'other')
      for (let i = 0; i < sent; i++) assert.equal(receive(server.fd).size, 1)
      sys.sendto(client, bytes('again'), 0, { path: server.path })
      assert.equal(text(receive(server.fd).data), 'again')
    },
  },
  {
    id: 'poll/unix-full',
    title:
      'poll has a socket writable although the queue that it means to fill is full, unless it is connected to that',
    platforms: ['linux'],
    constants: ['SOCK_NONBLOCK'],
    run({ sys, boundUnix, openUnix, receive, constants }) {
      const server = boundUnix()
      const unconnected = openUnix(constants.SOCK_NONBLOCK)
      const connected = openUnix(constants.SOCK_NONBLOCK)
      sys.connect(connected, { path: server.path })
      const sent = fill(() => sys.sendto(unconnected, bytes('x'), 0, { path: server.path }))
      const entries = [unconnected, connected].map((fd) => ({ fd, events: constants.POLLOUT }))
      const writable = () => sys.poll(entries, 0).map(({ fd }) => fd)
      assert.deepEqual(writable(), [unconnected])
      for (let i = 0; i < sent; i++) receive(server.fd)
      assert.deepEqual(writable(), [unconnected, connected])
    },
  },
  {
    id: 'sendto/unix-longest',
    title: 'sendto to a path carries more than UDP does, and fails with EMSGSIZE for what the send buffer never holds',
    platforms: ['linux'],
    run({ sys, boundUnix, openUnix, receive, constants }) {
      const server = boundUnix()
      const client = openUnix()
      const value = new Uint8Array(4)
      sys.getsockopt(client, constants.SOL_SOCKET, constants.SO_SNDBUF, value)
      const [buffer = 0] = new Uint32Array(value.buffer)
      fails('EMSGSIZE', 'sendto', () => sys.sendto(client, new Uint8Array(buffer), 0, { path: server.path }))
      const data = Uint8Array.from({ length: 70_000 }, (_, i) => i * 7)
      sys.sendto(client, data, 0, { path: server.path })
      assert.ok(
        Buffer.compare(receive(server.fd, data.length + 1).data, data) === 0,
        'the payload is not what was sent',
      )
    },
  },
]

/** Sends until the queue is full, and says how many that took. */
function fill(send: () => unknown): number {
  for (let sent = 0; sent < 100_000; sent++) {
    try {
      send()
    } catch (error) {
      assert.equal((error as { code?: unknown }).code, 'EAGAIN')
      return sent
    }
  }
  return assert.fail('the queue is never full')
}
