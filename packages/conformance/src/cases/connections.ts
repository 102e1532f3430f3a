import assert from 'node:assert/strict'
import type { Backend } from '@sendto/core'
import { untilBlocked } from '../blocked.js'
import { type Case, eachFamily } from '../case.js'
import type { Bound, CaseContext } from '../context.js'
import { bytes, fails, text } from '../expect.js'
import { type Family, loopback } from '../inet.js'

/** connect(2), getpeername(2), shutdown(2) */
export const connectionCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'connect/peer',
    title: 'connect gives a socket a peer, to which sendto without an address sends, and which getpeername tells',
    run({ sys, bound, receive }) {
      const server = bound(family)
      const client = bound(family)
      sys.connect(client.fd, server.address)
      assert.deepEqual(sys.getpeername(client.fd), server.address)
      assert.equal(sys.sendto(client.fd, bytes('hello'), 0, null), 5)
      const { data, from } = receive(server.fd)
      assert.deepEqual([text(data), from], ['hello', client.address])
      sys.sendto(server.fd, bytes('answer'), 0, client.address)
      assert.deepEqual(receive(client.fd).from, server.address)
    },
  })),
  {
    id: 'connect/others',
    title: 'connect has a socket hear of its peer alone',
    run({ sys, bound, receive }) {
      const peer = bound()
      const stranger = bound()
      const { fd, address } = bound()
      sys.connect(fd, peer.address)
      sys.sendto(stranger.fd, bytes('stranger'), 0, address)
      sys.sendto(peer.fd, bytes('peer'), 0, address)
      assert.equal(text(receive(fd).data), 'peer')
      assert.deepEqual(sys.poll([{ fd, events: sys.backend.platform.constants.POLLIN }], 0), [])
    },
  },
  {
    id: 'connect/anew',
    title: 'connect to another address leaves the peer before',
    run({ sys, bound, receive }) {
      const [first, second, client] = [bound(), bound(), bound()]
      sys.connect(client.fd, first.address)
      sys.connect(client.fd, second.address)
      assert.deepEqual(sys.getpeername(client.fd), second.address)
      sys.sendto(client.fd, bytes('x'), 0, null)
      assert.equal(receive(second.fd).size, 1)
    },
  },
  {
    id: 'connect/binds',
    title: 'connect binds an unbound socket to the address that reaches the peer, and to a port',
    run({ sys, bound, open }) {
      const fd = open()
      sys.connect(fd, bound().address)
      const { address, port } = sys.getsockname(fd)
      assert.equal(address, loopback.IPv4)
      assert.ok(port > 0)
    },
  },
  ...eachFamily((family) => ({
    id: 'connect/null',
    title: 'connect to null dissolves a connection: the socket has no peer, and hears of everybody',
    run(context) {
      const { sys, bound, receive } = context
      const [peer, stranger, { fd, address }] = [bound(family), bound(family), onGivenPort(context, family)]
      sys.connect(fd, peer.address)
      sys.connect(fd, null)
      fails('ENOTCONN', 'getpeername', () => sys.getpeername(fd))
      fails('EDESTADDRREQ', 'sendto', () => sys.sendto(fd, bytes('x'), 0, null))
      sys.sendto(stranger.fd, bytes('stranger'), 0, address)
      assert.equal(text(receive(fd).data), 'stranger')
      sys.connect(fd, stranger.address)
      assert.deepEqual(sys.getpeername(fd), stranger.address)
    },
  })),
  {
    id: 'connect/null-unconnected',
    title: 'connect to null of a socket without a connection does nothing, any number of times',
    run(context) {
      const { sys } = context
      const { fd, address } = onGivenPort(context, 'IPv4')
      for (let i = 0; i < 3; i++) sys.connect(fd, null)
      assert.deepEqual(sys.getsockname(fd), address)
    },
  },
  {
    id: 'connect/null-refused',
    title: 'connect to null that answers EAFNOSUPPORT or EINVAL has succeeded if the socket has no peer any more',
    run({ sys, bound, altered, backend }) {
      const { EAFNOSUPPORT, EINVAL, EINTR } = backend.platform.errno
      const peer = bound()
      const { fd } = bound()
      const answering = (result: number, after: Backend['connect']) =>
        altered({
          connect(...input) {
            after(...input)
            return result
          },
        })
      for (const errno of [EAFNOSUPPORT, EINVAL]) {
        sys.connect(fd, peer.address)
        answering(-errno, backend.connect).connect(fd, null)
        fails('ENOTCONN', 'getpeername', () => sys.getpeername(fd))
      }
      sys.connect(fd, peer.address)
      fails('EAFNOSUPPORT', 'connect', () => answering(-EAFNOSUPPORT, () => 0).connect(fd, null))
      fails('EINTR', 'connect', () => answering(-EINTR, backend.connect).connect(fd, null))
    },
  },
  {
    id: 'connect/refused-receive',
    title: 'a connected socket whose peer is gone fails one receive with ECONNREFUSED, and then works as before',
    platforms: ['linux'],
    run({ sys, bound, open, receive, constants, patience }) {
      const peer = bound()
      const client = bound()
      sys.connect(client.fd, peer.address)
      sys.close(peer.fd)
      sys.sendto(client.fd, bytes('lost'), 0, null)
      // The ICMP error has arrived.
      assert.equal(sys.poll([{ fd: client.fd, events: 0 }], patience).length, 1)
      fails('ECONNREFUSED', 'recvfrom', () => receive(client.fd))
      assert.deepEqual(sys.poll([{ fd: client.fd, events: constants.POLLIN }], 0), [])
      const again = open()
      sys.bind(again, peer.address)
      sys.sendto(client.fd, bytes('found'), 0, null)
      assert.equal(text(receive(again).data), 'found')
      sys.sendto(again, bytes('answer'), 0, client.address)
      assert.equal(text(receive(client.fd).data), 'answer')
    },
  },
  {
    id: 'connect/refused-send',
    title:
      'a connected socket whose peer is gone fails one send with ECONNREFUSED, which sends nothing, and then works as before',
    platforms: ['linux'],
    run({ sys, bound, open, receive, patience }) {
      const peer = bound()
      const client = bound()
      sys.connect(client.fd, peer.address)
      sys.close(peer.fd)
      sys.sendto(client.fd, bytes('lost'), 0, null)
      assert.equal(sys.poll([{ fd: client.fd, events: 0 }], patience).length, 1)
      const again = open()
      sys.bind(again, peer.address)
      fails('ECONNREFUSED', 'sendto', () => sys.sendto(client.fd, bytes('refused'), 0, null))
      sys.sendto(client.fd, bytes('found'), 0, null)
      assert.equal(text(receive(again).data), 'found')
    },
  },
  {
    id: 'connect/elsewhere',
    title: 'sendto of a connected socket to another address sends there, and the peer stays',
    platforms: ['linux'],
    run({ sys, bound, receive }) {
      const [peer, other, client] = [bound(), bound(), bound()]
      sys.connect(client.fd, peer.address)
      sys.sendto(client.fd, bytes('other'), 0, other.address)
      sys.sendto(client.fd, bytes('peer'), 0, null)
      assert.equal(text(receive(other.fd).data), 'other')
      assert.equal(text(receive(peer.fd).data), 'peer')
    },
  },
  {
    id: 'connect/other-family',
    title: 'connect of an IPv4 socket to an IPv6 address fails with EAFNOSUPPORT, and says which',
    run({ sys, open }) {
      const address = { address: '::1', port: 7 }
      const error = fails('EAFNOSUPPORT', 'connect', () => sys.connect(open(), address))
      assert.deepEqual({ address: error.address, port: error.port }, address)
    },
  },
  {
    id: 'connect/broadcast',
    title: 'connect to a broadcast address fails with EACCES, unless the socket has SO_BROADCAST',
    platforms: ['linux'],
    run({ sys, open, constants }) {
      const address = { address: '127.255.255.255', port: 9 }
      const fd = open()
      fails('EACCES', 'connect', () => sys.connect(fd, address))
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_BROADCAST, 1)
      sys.connect(fd, address)
      assert.equal(sys.getpeername(fd).address, address.address)
    },
  },
  {
    id: 'getpeername/unconnected',
    title: 'getpeername of a socket that is not connected fails with ENOTCONN',
    run({ sys, bound }) {
      fails('ENOTCONN', 'getpeername', () => sys.getpeername(bound().fd))
    },
  },
  {
    id: 'shutdown/receiving',
    title: 'shutdown with SHUT_RD ends receiving: what waited comes first, then at once nothing, from nobody',
    platforms: ['linux'],
    run({ sys, bound, receive, constants }) {
      const [peer, client] = [bound(), bound()]
      sys.connect(client.fd, peer.address)
      sys.sendto(peer.fd, bytes('early'), 0, client.address)
      sys.shutdown(client.fd, constants.SHUT_RD)
      assert.equal(text(receive(client.fd).data), 'early')
      const { size, from } = receive(client.fd)
      assert.deepEqual({ size, from }, { size: 0, from: null })
      assert.equal(sys.sendto(client.fd, bytes('still'), 0, null), 5)
    },
  },
  {
    id: 'shutdown/sending',
    title: 'shutdown with SHUT_WR ends sending, which fails with EPIPE, and not receiving',
    platforms: ['linux'],
    run({ sys, bound, receive, constants }) {
      const [peer, client] = [bound(), bound()]
      sys.connect(client.fd, peer.address)
      sys.shutdown(client.fd, constants.SHUT_WR)
      fails('EPIPE', 'sendto', () => sys.sendto(client.fd, bytes('late'), 0, null))
      sys.sendto(peer.fd, bytes('heard'), 0, client.address)
      assert.equal(text(receive(client.fd).data), 'heard')
    },
  },
  {
    id: 'shutdown/how',
    title: 'shutdown in no known way fails with EINVAL',
    run({ sys, bound }) {
      const { fd, address } = bound()
      sys.connect(fd, address)
      for (const how of [-1, 3, 2 ** 31 - 1]) fails('EINVAL', 'shutdown', () => sys.shutdown(fd, how))
    },
  },
  {
    id: 'shutdown/frees-worker',
    title: 'shutdown with SHUT_RD frees a worker that is blocked in recvfrom, although it fails with ENOTCONN',
    platforms: ['linux'],
    needs: ['blockedCalls'],
    async run({ start, sys, constants }) {
      const worker = start('worker', 'blocked')
      const fd = (await worker.report()) as number
      await untilBlocked(worker, ([first]) => first === fd)
      fails('ENOTCONN', 'shutdown', () => sys.shutdown(fd, constants.SHUT_RD))
      assert.deepEqual(await worker.report(), { size: 0, from: null })
      await worker.stop()
    },
  },
]

/** A socket on a port that it asked for: one that the kernel chose goes back to the kernel with the connection. */
function onGivenPort({ sys, bound, open }: CaseContext, family: Family): Bound {
  const { fd: chosen, address } = bound(family)
  sys.close(chosen)
  const fd = open(family)
  sys.bind(fd, address)
  return { fd, address }
}
