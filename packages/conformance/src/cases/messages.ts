import assert from 'node:assert/strict'
import { type ReceivedMessage, timeval } from '@sendto/core'
import { type Case, eachFamily } from '../case.js'
import { bytes, fails, text } from '../expect.js'
import { loopback } from '../inet.js'

/** The most that UDP carries over IPv4. */
const longest = 65_507

/** sendmsg(2), recvmsg(2): data in pieces, names, flags. */
export const messageCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'sendmsg/gather',
    title: 'sendmsg sends its views, one behind the other, as one datagram',
    run({ sys, bound, receive }) {
      const server = bound(family)
      const client = bound(family)
      const data = [bytes('hello'), new Uint8Array(0), bytes(' '), bytes('world!')]
      assert.equal(sys.sendmsg(client.fd, { data, to: server.address }), 12)
      assert.equal(sys.sendmsg(client.fd, { data: bytes('next'), to: server.address }), 4)
      const { data: received, from } = receive(server.fd)
      assert.equal(text(received), 'hello world!')
      assert.deepEqual(from, client.address)
      assert.equal(text(receive(server.fd).data), 'next')
    },
  })),
  ...eachFamily((family) => ({
    id: 'recvmsg/scatter',
    title: 'recvmsg fills its views one after the other, writes nothing around them, and tells size and sender',
    run({ sys, bound }) {
      const server = bound(family)
      const client = bound(family)
      const memory = new Uint8Array(64).fill(0xee)
      const views = [memory.subarray(40, 43), memory.subarray(50, 50), memory.subarray(8, 12), memory.subarray(20, 30)]
      sys.sendto(client.fd, bytes('0123456789'), 0, server.address)
      const { size, from, truncated, flags, control, controlTruncated } = sys.recvmsg(server.fd, views)
      assert.deepEqual(
        { size, truncated, flags, controlTruncated },
        {
          size: 10,
          truncated: false,
          flags: 0,
          controlTruncated: false,
        },
      )
      assert.deepEqual(from, client.address)
      assert.equal(control.length, 0)
      const expected = new Uint8Array(64).fill(0xee)
      expected.set(bytes('012'), 40)
      expected.set(bytes('3456'), 8)
      expected.set(bytes('789'), 20)
      assert.deepEqual(memory, expected)
    },
  })),
  {
    id: 'recvmsg/truncated',
    title: 'recvmsg tells that a datagram was longer than its views together, and drops the rest',
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      const memory = new Uint8Array(32).fill(0xee)
      const views = [memory.subarray(1, 4), memory.subarray(8, 10)]
      sys.sendto(fd, bytes('hello world!'), 0, address)
      sys.sendto(fd, bytes('exact'), 0, address)
      const cut = sys.recvmsg(fd, views)
      assert.deepEqual({ size: cut.size, truncated: cut.truncated }, { size: 5, truncated: true })
      assert.equal(cut.flags & constants.MSG_TRUNC, constants.MSG_TRUNC)
      const expected = new Uint8Array(32).fill(0xee)
      expected.set(bytes('hel'), 1)
      expected.set(bytes('lo'), 8)
      assert.deepEqual(memory, expected)
      const whole = sys.recvmsg(fd, views)
      assert.deepEqual(
        { size: whole.size, truncated: whole.truncated, flags: whole.flags },
        {
          size: 5,
          truncated: false,
          flags: 0,
        },
      )
    },
  },
  {
    id: 'recvmsg/whole-length',
    title: 'recvmsg with MSG_TRUNC returns the length of the whole datagram',
    requires: ['truncatedLength'],
    constants: ['MSG_TRUNC'],
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      sys.sendto(fd, bytes('hello world!'), 0, address)
      const views = [new Uint8Array(2), new Uint8Array(3)]
      const { size, truncated } = sys.recvmsg(fd, views, { flags: constants.MSG_TRUNC })
      assert.deepEqual({ size, truncated }, { size: 12, truncated: true })
      assert.equal(views.map(text).join(''), 'hello')
    },
  },
  {
    id: 'sendmsg/no-bytes',
    title: 'sendmsg of no bytes sends a datagram of none, which recvmsg receives as one',
    run({ sys, bound }) {
      const { fd, address } = bound()
      for (const data of [[], new Uint8Array(0), [new Uint8Array(0), new Uint8Array(0)]]) {
        assert.equal(sys.sendmsg(fd, { data, to: address }), 0)
      }
      sys.sendmsg(fd, { data: bytes('next'), to: address })
      for (const expected of [0, 0, 0, 4]) {
        const { size, truncated, from } = sys.recvmsg(fd, new Uint8Array(8))
        assert.deepEqual({ size, truncated, from }, { size: expected, truncated: false, from: address })
      }
    },
  },
  {
    id: 'recvmsg/no-room',
    title:
      'recvmsg without a view, or into empty ones, takes one datagram, and tells the truncation of any but an empty one',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      for (const message of ['cut', '', 'cut', '', 'last']) sys.sendto(fd, bytes(message), 0, address)
      for (const views of [[], [new Uint8Array(0)]]) {
        for (const truncated of [true, false]) {
          const received = sys.recvmsg(fd, views)
          assert.deepEqual({ size: received.size, truncated: received.truncated }, { size: 0, truncated })
          assert.deepEqual(received.from, address)
        }
      }
      assert.equal(text(receive(fd).data), 'last')
    },
  },
  {
    id: 'sendmsg/many-views',
    title: 'sendmsg and recvmsg take 1024 views, before and after messages of few',
    run({ sys, bound }) {
      const { fd, address } = bound()
      const memory = Uint8Array.from({ length: 1024 }, (_, i) => i * 7)
      const pieces = (of: Uint8Array, count: number) =>
        Array.from({ length: count }, (_, i) => of.subarray(i, i === count - 1 ? of.length : i + 1))
      for (const count of [1, 1024, 3, 1024]) {
        assert.equal(sys.sendmsg(fd, { data: pieces(memory, count), to: address }), 1024)
        const received = new Uint8Array(1024)
        assert.equal(sys.recvmsg(fd, pieces(received, 1025 - count)).size, 1024)
        assert.deepEqual(received, memory)
      }
    },
  },
  {
    id: 'sendmsg/longest',
    title: 'sendmsg sends the longest datagram of UDP in pieces, and fails with EMSGSIZE for one byte more',
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      for (const option of [constants.SO_SNDBUF, constants.SO_RCVBUF]) {
        sys.setsockopt(fd, constants.SOL_SOCKET, option, 2 ** 18)
      }
      const memory = Uint8Array.from({ length: longest + 1 }, (_, i) => i * 7)
      const pieces = (end: number) => [
        memory.subarray(0, 1000),
        memory.subarray(1000, 40_000),
        memory.subarray(40_000, end),
      ]
      const error = fails('EMSGSIZE', 'sendmsg', () => sys.sendmsg(fd, { data: pieces(longest + 1), to: address }))
      assert.deepEqual({ address: error.address, port: error.port }, { address: loopback.IPv4, port: address.port })
      assert.equal(sys.sendmsg(fd, { data: pieces(longest), to: address }), longest)
      const received = new Uint8Array(longest + 1)
      const { size } = sys.recvmsg(fd, [received.subarray(0, 30_000), received.subarray(30_000)])
      assert.equal(size, longest)
      assert.ok(Buffer.compare(received.subarray(0, longest), memory.subarray(0, longest)) === 0, 'the payload differs')
    },
  },
  ...eachFamily((family) => ({
    id: 'sendmsg/connected',
    title: 'sendmsg on a connected socket sends to its peer where no address is given',
    run({ sys, bound, receive }) {
      const peer = bound(family)
      const other = bound(family)
      const client = bound(family)
      sys.connect(client.fd, peer.address)
      const data = bytes('x')
      // A message with an address before each, lest that one be sent to.
      for (const message of [{ data }, { data, to: null }, { data, to: undefined }]) {
        sys.sendmsg(other.fd, { data: bytes('other'), to: other.address })
        assert.equal(sys.sendmsg(client.fd, message), 1)
        assert.equal(text(receive(other.fd).data), 'other')
        assert.deepEqual(receive(peer.fd).from, client.address)
      }
    },
  })),
  {
    id: 'sendmsg/no-destination',
    title: 'sendmsg without an address on a socket that is not connected fails with EDESTADDRREQ',
    run({ sys, open }) {
      const error = fails('EDESTADDRREQ', 'sendmsg', () => sys.sendmsg(open(), { data: bytes('x') }))
      assert.equal('address' in error || 'port' in error, false)
    },
  },
  {
    id: 'recvmsg/refused',
    title:
      'recvmsg on a connected socket fails with ECONNREFUSED once when its peer is gone, and then goes on as usual',
    platforms: ['linux'],
    constants: ['SOCK_NONBLOCK'],
    run({ sys, bound, constants }) {
      const peer = bound()
      const client = bound('IPv4', loopback.IPv4, constants.SOCK_NONBLOCK)
      sys.connect(client.fd, peer.address)
      sys.close(peer.fd)
      assert.equal(sys.sendmsg(client.fd, { data: bytes('lost') }), 4)
      fails('ECONNREFUSED', 'recvmsg', () => sys.recvmsg(client.fd, new Uint8Array(4)))
      fails('EAGAIN', 'recvmsg', () => sys.recvmsg(client.fd, new Uint8Array(4)))
      assert.equal(sys.sendmsg(client.fd, { data: bytes('lost') }), 4)
      fails('ECONNREFUSED', 'sendmsg', () => sys.sendmsg(client.fd, { data: bytes('kept back') }))
      assert.equal(sys.sendmsg(client.fd, { data: bytes('lost') }), 4)
    },
  },
  {
    id: 'recvmsg/peek',
    title: 'recvmsg with MSG_PEEK leaves the datagram for the next call',
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      sys.sendto(fd, bytes('once'), 0, address)
      sys.sendto(fd, bytes('more'), 0, address)
      for (const flags of [constants.MSG_PEEK, constants.MSG_PEEK, 0]) {
        const views = [new Uint8Array(3), new Uint8Array(3)]
        const { size, from } = sys.recvmsg(fd, views, { flags })
        assert.deepEqual({ size, from }, { size: 4, from: address })
        assert.equal(text(views[0] as Uint8Array), 'onc')
      }
      const data = new Uint8Array(4)
      sys.recvmsg(fd, data)
      assert.equal(text(data), 'more')
    },
  },
  {
    id: 'recvmsg/nothing-there',
    title: 'recvmsg on an empty non-blocking socket fails with EAGAIN, and leaves its views as they were',
    constants: ['SOCK_NONBLOCK'],
    run({ sys, bound, constants }) {
      const { fd, address } = bound('IPv4', loopback.IPv4, constants.SOCK_NONBLOCK)
      const views = [new Uint8Array(4).fill(0xee), new Uint8Array(4).fill(0xee)]
      for (let i = 0; i < 3; i++) fails('EAGAIN', 'recvmsg', () => sys.recvmsg(fd, views))
      for (const view of views) assert.deepEqual(view, new Uint8Array(4).fill(0xee))
      sys.sendto(fd, bytes('here'), 0, address)
      assert.equal(sys.recvmsg(fd, views).size, 4)
    },
  },
  {
    id: 'recvmsg/waits',
    title: 'recvmsg waits for a datagram as long as SO_RCVTIMEO says, and fails with EAGAIN then',
    run({ sys, bound, backend, constants }) {
      const { fd } = bound()
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVTIMEO, timeval(backend.platform, 100))
      const begin = performance.now()
      fails('EAGAIN', 'recvmsg', () => sys.recvmsg(fd, new Uint8Array(1)))
      assert.ok(performance.now() - begin > 90, 'it did not wait')
    },
  },
  {
    id: 'recvmsg/answer',
    title: 'recvmsg gives a result that later calls do not change, with an address that sendmsg takes',
    run({ sys, bound }) {
      const server = bound()
      const clients = [bound('IPv4', '127.0.0.2'), bound('IPv4', '127.0.0.3'), bound('IPv4', '127.0.0.4')]
      const results: ReceivedMessage[] = []
      for (const [index, client] of clients.entries()) {
        sys.sendmsg(client.fd, { data: new Uint8Array(index + 1), to: server.address })
        results.push(sys.recvmsg(server.fd, [new Uint8Array(1), new Uint8Array(8)]))
      }
      for (const [index, client] of clients.entries()) {
        const { size, from } = results[index] as ReceivedMessage
        assert.deepEqual({ size, from }, { size: index + 1, from: client.address })
        assert.ok(Object.isFrozen(from))
        sys.sendmsg(server.fd, { data: Uint8Array.of(index), to: from })
        const answer = new Uint8Array(1)
        sys.recvmsg(client.fd, answer)
        assert.deepEqual([...answer], [index])
      }
    },
  },
]
