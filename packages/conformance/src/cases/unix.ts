import assert from 'node:assert/strict'
import { lstatSync } from 'node:fs'
import { UnixAddress } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes, text } from '../expect.js'

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
]

function isSocket(path: string | Buffer): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? false
}
