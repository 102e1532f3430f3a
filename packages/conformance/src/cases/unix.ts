import assert from 'node:assert/strict'
import { lstatSync, unlinkSync } from 'node:fs'
import { UnixAddress } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes, fails, refuses, text } from '../expect.js'

const systems = ['linux', 'darwin', 'freebsd']

/** Unix datagram sockets with paths, and without names: unix(7). */
export const unixCases: Case[] = [
  {
    id: 'bind/unix',
    title: 'bind to a path creates a socket there, which getsockname tells and close leaves',
    platforms: systems,
    run({ sys, boundUnix }) {
      const { fd, path } = boundUnix()
      assert.ok(isSocket(path), 'there is no socket at the path')
      assert.deepEqual(sys.getsockname(fd), new UnixAddress({ path }))
      sys.close(fd)
      assert.ok(isSocket(path), 'there is no socket at the path')
    },
  },
  {
    id: 'sendto/unix',
    title: 'sendto brings a datagram to a path, and recvfrom tells the path of its sender, to which it can answer',
    platforms: systems,
    run({ sys, boundUnix, receive }) {
      const server = boundUnix('server')
      const client = boundUnix('client')
      assert.equal(sys.sendto(client.fd, bytes('hello world!'), 0, { path: server.path }), 12)
      const { size, from, truncated, data } = receive(server.fd)
      assert.deepEqual({ size, truncated, text: text(data) }, { size: 12, truncated: false, text: 'hello world!' })
      assert.deepEqual(from, new UnixAddress({ path: client.path }))
      sys.sendto(server.fd, bytes('answer'), 0, from)
      assert.equal(text(receive(client.fd).data), 'answer')
    },
  },
  {
    id: 'recvfrom/unix-unnamed',
    title: 'recvfrom tells no name of a sender that has none, whoever sent before',
    platforms: systems,
    run({ sys, boundUnix, openUnix, receive }) {
      const server = boundUnix()
      const client = openUnix()
      assert.deepEqual(sys.getsockname(client), new UnixAddress())
      sys.sendto(boundUnix().fd, bytes('named'), 0, { path: server.path })
      sys.sendto(client, bytes('unnamed'), 0, { path: server.path })
      assert.notEqual(receive(server.fd).from, null)
      const { from, data } = receive(server.fd)
      assert.equal(text(data), 'unnamed')
      // Linux tells nothing at all, BSD an address without a name.
      if (from !== null) assert.deepEqual(from, new UnixAddress())
    },
  },
  {
    id: 'recvfrom/unix-senders',
    title: 'recvfrom tells apart senders whose paths differ in their last byte, or in their length',
    platforms: systems,
    run({ sys, boundUnix, receive }) {
      const server = boundUnix('server')
      const clients = ['c', 'cl', 'cli', 'clie', 'client', 'client1', 'client2', 'client12'].map((file) =>
        boundUnix(file),
      )
      for (let round = 0; round < 3; round++) {
        for (const { fd, path } of clients) {
          sys.sendto(fd, bytes(path), 0, { path: server.path })
          const { from, data } = receive(server.fd)
          assert.deepEqual(from, new UnixAddress({ path }))
          assert.equal(text(data), path)
        }
      }
    },
  },
  {
    id: 'sendto/unix-peers',
    title: 'sendto tells many paths apart, and reads a path anew at each call',
    platforms: systems,
    run({ sys, boundUnix, openUnix, receive }) {
      const client = openUnix()
      const servers = Array.from({ length: 4 }, () => boundUnix())
      const to = { path: '' }
      for (let round = 0; round < 3; round++) {
        for (const [index, { path }] of servers.entries()) {
          to.path = path
          sys.sendto(client, Uint8Array.of(round, index), 0, to)
        }
        for (const [index, { fd }] of servers.entries()) assert.deepEqual([...receive(fd).data], [round, index])
      }
    },
  },
  {
    id: 'sendmsg/unix',
    title: 'sendmsg takes a path, and recvmsg tells that of the sender',
    platforms: systems,
    run({ sys, boundUnix }) {
      const server = boundUnix('server')
      const client = boundUnix('client')
      sys.sendmsg(client.fd, { data: [bytes('hello '), bytes('world!')], to: { path: server.path } })
      const data = new Uint8Array(12)
      const { size, from } = sys.recvmsg(server.fd, data)
      assert.equal(size, 12)
      assert.equal(text(data), 'hello world!')
      assert.deepEqual(from, new UnixAddress({ path: client.path }))
    },
  },
  {
    id: 'sendmmsg/unix',
    title: 'sendmmsg sends to the path of each slot, and recvmmsg tells the path of each sender, or none',
    platforms: systems,
    requires: ['batches'],
    run({ sys, boundUnix, openUnix }) {
      const servers = [boundUnix('server'), boundUnix('another server')]
      const client = boundUnix('client')
      const vector = sys.createVector({ slots: 4, slotSize: 16 })
      for (const [slot, { path }] of [...servers, ...servers].entries()) vector.set(slot, Uint8Array.of(slot), { path })
      assert.equal(sys.sendmmsg(client.fd, vector), 4)
      sys.sendto(openUnix(), bytes('unnamed'), 0, { path: client.path })
      for (const [index, { fd, path }] of servers.entries()) {
        assert.equal(sys.recvmmsg(fd, vector), 2)
        assert.deepEqual([...vector.data(0), ...vector.data(1)], [index, index + 2])
        for (const slot of [0, 1]) assert.deepEqual(vector.from(slot), new UnixAddress({ path: client.path }))
        sys.sendto(fd, bytes('named'), 0, vector.from(0))
        assert.equal(sys.recvmmsg(client.fd, vector), index === 0 ? 2 : 1)
        const last = vector.messages - 1
        assert.deepEqual(vector.from(last), new UnixAddress({ path }))
        if (last === 1) assert.notDeepEqual(vector.from(0), vector.from(1))
      }
    },
  },
  {
    id: 'sendto/unix-zero-length',
    title:
      'sendto sends a datagram of no bytes to a path, which recvfrom receives as one, and cuts another as it does with UDP',
    platforms: systems,
    run({ sys, boundUnix, receive }) {
      const server = boundUnix('server')
      const client = boundUnix('client')
      for (const each of ['', 'hello world!', 'next']) sys.sendto(client.fd, bytes(each), 0, { path: server.path })
      const from = new UnixAddress({ path: client.path })
      assert.deepEqual(receive(server.fd, 5), { size: 0, from, truncated: false, data: new Uint8Array(0) })
      assert.deepEqual(receive(server.fd, 5), { size: 5, from, truncated: true, data: bytes('hello') })
      assert.equal(text(receive(server.fd).data), 'next')
    },
  },
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

function isSocket(path: string | Buffer): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? false
}

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
