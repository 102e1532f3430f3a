import assert from 'node:assert/strict'
import { type Case, eachFamily } from '../case.js'
import { bytes, fails, text } from '../expect.js'
import { inet, loopback } from '../inet.js'

/** The most that UDP carries over the family: 65,535 less its own header, and for IPv4 the header of IP. */
const longest = { IPv4: 65_507, IPv6: 65_527 } as const

/** sendto(2), recvfrom(2) */
export const datagramCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'sendto/hello',
    title: 'sendto brings a datagram to recvfrom, with its size and its sender',
    run({ sys, bound, receive }) {
      const server = bound(family)
      const client = bound(family)
      assert.equal(sys.sendto(client.fd, bytes('hello world!'), 0, server.address), 12)
      const { size, from, truncated, data } = receive(server.fd)
      assert.equal(size, 12)
      assert.deepEqual(from, client.address)
      assert.equal(truncated, false)
      assert.equal(text(data), 'hello world!')
    },
  })),
  {
    id: 'sendto/size',
    title: 'sendto returns the number of bytes it sent',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      for (const size of [0, 1, 63, 64, 65, 1472, 9000]) {
        assert.equal(sys.sendto(fd, new Uint8Array(size), 0, address), size)
        assert.equal(receive(fd, 9001).size, size)
      }
    },
  },
  ...eachFamily((family) => ({
    id: 'sendto/zero-length',
    title: 'sendto sends a datagram of no bytes, which recvfrom receives as one',
    run({ sys, bound, receive }) {
      const server = bound(family)
      const client = bound(family)
      assert.equal(sys.sendto(client.fd, new Uint8Array(0), 0, server.address), 0)
      sys.sendto(client.fd, bytes('next'), 0, server.address)
      const { size, from, truncated } = receive(server.fd)
      assert.deepEqual({ size, from, truncated }, { size: 0, from: client.address, truncated: false })
      assert.equal(text(receive(server.fd).data), 'next')
    },
  })),
  {
    id: 'sendto/binds',
    title: 'sendto on an unbound socket binds it to a port, which is the port of the sender',
    run({ sys, bound, open, receive }) {
      const server = bound()
      const client = open()
      sys.sendto(client, bytes('x'), 0, server.address)
      const { port } = inet(sys.getsockname(client))
      assert.ok(port > 0)
      assert.equal(receive(server.fd).from?.port, port)
    },
  },
  ...eachFamily((family) => ({
    id: 'sendto/longest',
    title: 'sendto sends the longest datagram of UDP, and fails with EMSGSIZE for one byte more',
    run({ sys, bound, receive, constants }) {
      const { fd, address } = bound(family)
      for (const option of [constants.SO_SNDBUF, constants.SO_RCVBUF]) {
        sys.setsockopt(fd, constants.SOL_SOCKET, option, 2 ** 18)
      }
      const data = Uint8Array.from({ length: longest[family] + 1 }, (_, i) => i * 7)
      fails('EMSGSIZE', 'sendto', () => sys.sendto(fd, data, 0, address))
      const most = data.subarray(0, longest[family])
      assert.equal(sys.sendto(fd, most, 0, address), most.length)
      const { size, data: received } = receive(fd, data.length)
      assert.equal(size, most.length)
      assert.ok(Buffer.compare(received, most) === 0, 'the payload is not what was sent')
    },
  })),
  {
    id: 'sendto/order',
    title: 'sendto keeps the order of datagrams to one peer',
    run({ sys, bound, receive }) {
      const server = bound()
      const client = bound()
      for (let i = 0; i < 50; i++) sys.sendto(client.fd, Uint8Array.of(i), 0, server.address)
      for (let i = 0; i < 50; i++) assert.equal(receive(server.fd).data[0], i)
    },
  },
  ...eachFamily((family) => ({
    id: 'sendto/no-destination',
    title: 'sendto without an address on a socket that is not connected fails with EDESTADDRREQ',
    run({ sys, open }) {
      const error = fails('EDESTADDRREQ', 'sendto', () => sys.sendto(open(family), bytes('x'), 0, null))
      assert.equal('address' in error || 'port' in error, false)
    },
  })),
  {
    id: 'sendto/port-zero',
    title: 'sendto to port 0 fails with EINVAL',
    platforms: ['linux'],
    run({ sys, open }) {
      fails('EINVAL', 'sendto', () => sys.sendto(open(), bytes('x'), 0, { address: loopback.IPv4, port: 0 }))
    },
  },
  {
    id: 'sendto/broadcast',
    title: 'sendto to a broadcast address fails with EACCES, unless the socket has SO_BROADCAST',
    platforms: ['linux'],
    run({ sys, bound, open, receive, constants }) {
      const server = bound('IPv4', '0.0.0.0')
      const to = { address: '127.255.255.255', port: server.address.port }
      const fd = open()
      const error = fails('EACCES', 'sendto', () => sys.sendto(fd, bytes('x'), 0, to))
      assert.deepEqual({ address: error.address, port: error.port }, to)
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_BROADCAST, 1)
      sys.sendto(fd, bytes('all'), 0, to)
      assert.equal(text(receive(server.fd).data), 'all')
    },
  },
  {
    id: 'sendto/closed-port',
    title: 'sendto to a closed port succeeds, and neither that socket nor what it sends to others ever hears of it',
    run({ sys, bound, receive }) {
      const closed = bound()
      const server = bound()
      const client = bound()
      sys.close(closed.fd)
      for (let i = 0; i < 3; i++) assert.equal(sys.sendto(client.fd, bytes('lost'), 0, closed.address), 4)
      sys.sendto(client.fd, bytes('heard'), 0, server.address)
      assert.equal(text(receive(server.fd).data), 'heard')
      sys.sendto(server.fd, bytes('answer'), 0, client.address)
      assert.equal(text(receive(client.fd).data), 'answer')
    },
  },
  {
    id: 'recvfrom/truncated',
    title: 'recvfrom tells that a datagram was longer than the buffer, stores what fits, and drops the rest',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      sys.sendto(fd, bytes('hello world!'), 0, address)
      sys.sendto(fd, bytes('next'), 0, address)
      const { size, truncated, data, from } = receive(fd, 5)
      assert.deepEqual({ size, truncated, from }, { size: 5, truncated: true, from: address })
      assert.equal(text(data), 'hello')
      assert.equal(text(receive(fd).data), 'next')
    },
  },
  {
    id: 'recvfrom/exact',
    title: 'recvfrom into a buffer of exactly the length of the datagram tells no truncation',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      sys.sendto(fd, bytes('hello'), 0, address)
      const { size, truncated } = receive(fd, 5)
      assert.deepEqual({ size, truncated }, { size: 5, truncated: false })
    },
  },
  {
    id: 'recvfrom/whole-length',
    title: 'recvfrom with MSG_TRUNC returns the length of the whole datagram',
    requires: ['truncatedLength'],
    constants: ['MSG_TRUNC'],
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      sys.sendto(fd, bytes('hello world!'), 0, address)
      const data = new Uint8Array(5)
      const { size, truncated } = sys.recvfrom(fd, data, constants.MSG_TRUNC)
      assert.deepEqual({ size, truncated }, { size: 12, truncated: true })
      assert.equal(text(data), 'hello')
    },
  },
  {
    id: 'recvfrom/no-room',
    title: 'recvfrom into a buffer of no bytes takes one datagram, and tells the truncation of any but an empty one',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      for (const message of ['cut', '', 'last']) sys.sendto(fd, bytes(message), 0, address)
      for (const truncated of [true, false]) {
        const received = receive(fd, 0)
        assert.deepEqual({ ...received, data: [...received.data] }, { size: 0, truncated, from: address, data: [] })
      }
      assert.equal(text(receive(fd).data), 'last')
    },
  },
  {
    id: 'recvfrom/peek',
    title: 'recvfrom with MSG_PEEK leaves the datagram for the next call',
    run({ sys, bound, receive, constants }) {
      const { fd, address } = bound()
      sys.sendto(fd, bytes('once'), 0, address)
      sys.sendto(fd, bytes('more'), 0, address)
      for (const flags of [constants.MSG_PEEK, constants.MSG_PEEK, 0]) {
        assert.equal(text(receive(fd, 16, flags).data), 'once')
      }
      assert.equal(text(receive(fd).data), 'more')
    },
  },
  {
    id: 'recvfrom/nothing-there',
    title: 'recvfrom on an empty non-blocking socket fails with EAGAIN, and leaves socket and buffer as they were',
    constants: ['SOCK_NONBLOCK'],
    run({ sys, bound, constants }) {
      const { fd, address } = bound('IPv4', loopback.IPv4, constants.SOCK_NONBLOCK)
      const data = new Uint8Array(8).fill(0xee)
      for (let i = 0; i < 3; i++) {
        const error = fails('EAGAIN', 'recvfrom', () => sys.recvfrom(fd, data))
        assert.equal('address' in error, false)
      }
      assert.ok(data.every((byte) => byte === 0xee))
      sys.sendto(fd, bytes('here'), 0, address)
      assert.equal(sys.recvfrom(fd, data).size, 4)
      assert.equal(text(data.subarray(0, 4)), 'here')
    },
  },
  {
    id: 'recvfrom/dont-wait',
    title: 'recvfrom with MSG_DONTWAIT fails with EAGAIN at once where nothing is there',
    requires: ['dontWait'],
    constants: ['MSG_DONTWAIT'],
    run({ sys, bound, receive, patience, constants }) {
      const { fd, address } = bound()
      const begin = performance.now()
      fails('EAGAIN', 'recvfrom', () => receive(fd, 8, constants.MSG_DONTWAIT))
      assert.ok(performance.now() - begin < patience / 2, 'the call waited')
      sys.sendto(fd, bytes('here'), constants.MSG_DONTWAIT ?? 0, address)
      assert.equal(text(receive(fd, 8, constants.MSG_DONTWAIT).data), 'here')
    },
  },
]
