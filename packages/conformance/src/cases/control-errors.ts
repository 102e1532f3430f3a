import assert from 'node:assert/strict'
import { type Case, eachFamily } from '../case.js'
import type { CaseContext } from '../context.js'
import { internet, one, receiveWhole, takeError } from '../control.js'
import { bytes, fails, text } from '../expect.js'
import { type Family, loopback } from '../inet.js'

/** ICMP errors and the error queue: ip(7), ipv6(7), IP_RECVERR. */
export const errorQueueCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'recvmsg/port-unreachable',
    title:
      'recvmsg tells from the error queue of an unconnected socket which datagram met a closed port, and who says so',
    requires: ['errorQueue'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound, constants } = context
      const client = bound(family)
      receiveErrors(context, client.fd, family)
      const closed = closedPort(context, family)
      sys.sendto(client.fd, bytes('anybody there?'), 0, closed)
      const record = takeError(context, client.fd)
      const { offender, error, ...rest } = one(record, 'error')
      assert.equal(error.code, 'ECONNREFUSED')
      assert.equal(error.errno, -(context.backend.platform.errno.ECONNREFUSED ?? 0))
      const unreachable =
        family === 'IPv4' ? { origin: 'icmp', type: 3, code: 3 } : { origin: 'icmp6', type: 1, code: 4 }
      assert.deepEqual({ ...rest }, { kind: 'error', family, ...unreachable, info: 0, data: 0 })
      assert.equal(offender?.address, loopback[family])
      assert.deepEqual(record.from, closed)
      assert.equal(text(record.data), 'anybody there?')
      assert.notEqual(record.flags & (constants.MSG_ERRQUEUE ?? 0), 0)
    },
  })),
  {
    id: 'recvmsg/port-unreachable-mapped',
    title:
      'recvmsg on an IPv6 socket tells of an IPv4 address that met a closed port, with IP_RECVERR and IPV6_RECVERR both',
    requires: ['errorQueue'],
    platforms: ['linux'],
    needs: ['ipv6'],
    run(context) {
      const { sys, open, constants } = context
      const client = open('IPv6')
      sys.setsockopt(client, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, 0)
      receiveErrors(context, client, 'IPv4')
      receiveErrors(context, client, 'IPv6')
      const { port } = closedPort(context, 'IPv4')
      sys.sendto(client, bytes('anybody there?'), 0, { address: '::ffff:127.0.0.1', port })
      const record = takeError(context, client)
      const { error, origin, type, code, offender } = one(record, 'error')
      assert.deepEqual(
        { code: error.code, origin, icmp: [type, code] },
        { code: 'ECONNREFUSED', origin: 'icmp', icmp: [3, 3] },
      )
      assert.match(offender?.address ?? '', /^(::ffff:)?127\.0\.0\.1$/)
      assert.deepEqual([record.from?.address, record.from?.port], ['::ffff:127.0.0.1', port])
    },
  },
  {
    id: 'recvmsg/quoted-payload',
    title: 'recvmsg brings from the error queue as much of the datagram as the ICMP error quotes, which may not be all',
    requires: ['errorQueue'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound } = context
      const client = bound()
      receiveErrors(context, client.fd, 'IPv4')
      const payload = Uint8Array.from({ length: 4000 }, (_, index) => index * 7)
      sys.sendto(client.fd, payload, 0, closedPort(context, 'IPv4'))
      const { data } = takeError(context, client.fd)
      assert.ok(data.length > 0 && data.length < payload.length, `${data.length} bytes were quoted`)
      assert.deepEqual(data, payload.subarray(0, data.length))
    },
  },
  {
    id: 'recvmsg/error-queue-order',
    title:
      'recvmsg takes the records of the error queue in the order in which they came, and fails with EAGAIN when none is left',
    requires: ['errorQueue'],
    platforms: ['linux'],
    run(context) {
      const { bound, constants } = context
      const client = bound()
      receiveErrors(context, client.fd, 'IPv4')
      const empty = () => receiveWhole(context, client.fd, { flags: constants.MSG_ERRQUEUE })
      fails('EAGAIN', 'recvmsg', empty)
      const closed = closedPort(context, 'IPv4')
      for (const number of [1, 2, 3]) send(context, client.fd, Uint8Array.of(number), closed)
      for (const number of [1, 2, 3]) assert.deepEqual([...takeError(context, client.fd).data], [number])
      fails('EAGAIN', 'recvmsg', empty)
    },
  },
  {
    id: 'recvmsg/error-queue-apart',
    title: 'recvmsg keeps datagrams and the records of the error queue apart',
    requires: ['errorQueue'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound, receive } = context
      const client = bound()
      const peer = bound()
      receiveErrors(context, client.fd, 'IPv4')
      sys.sendto(peer.fd, bytes('datagram'), 0, client.address)
      sys.sendto(client.fd, bytes('question'), 0, closedPort(context, 'IPv4'))
      const record = takeError(context, client.fd)
      assert.equal(text(record.data), 'question')
      assert.equal(text(receive(client.fd).data), 'datagram')
    },
  },
  {
    id: 'sendto/pending-error',
    title:
      'sendto with IP_RECVERR fails for an earlier datagram that met a closed port, once: the same call again reaches its healthy peer',
    requires: ['errorQueue'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound, receive } = context
      const healthy = bound()
      const client = bound()
      receiveErrors(context, client.fd, 'IPv4')
      sys.sendto(client.fd, bytes('lost'), 0, closedPort(context, 'IPv4'))
      waitForError(context, client.fd)
      fails('ECONNREFUSED', 'sendto', () => sys.sendto(client.fd, bytes('held up'), 0, healthy.address))
      sys.sendto(client.fd, bytes('held up'), 0, healthy.address)
      assert.equal(text(receive(healthy.fd).data), 'held up')
      // The error was told once, its record is still there.
      assert.equal(text(takeError(context, client.fd).data), 'lost')
    },
  },
  {
    id: 'recvmsg/error-taken',
    title:
      'recvmsg of the last record takes the pending error with it: the next datagram to a healthy peer leaves at once',
    requires: ['errorQueue'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound, receive, constants } = context
      const healthy = bound()
      const client = bound()
      receiveErrors(context, client.fd, 'IPv4')
      sys.sendto(client.fd, bytes('lost'), 0, closedPort(context, 'IPv4'))
      takeError(context, client.fd)
      assert.deepEqual(sys.poll([{ fd: client.fd, events: constants.POLLIN }], 0), [])
      sys.sendto(client.fd, bytes('not held up'), 0, healthy.address)
      assert.equal(text(receive(healthy.fd).data), 'not held up')
    },
  },
  {
    id: 'getsockopt/pending-error',
    title: 'getsockopt of SO_ERROR takes a pending error that no record stands for, which poll tells of until then',
    requires: ['errorQueue'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound, backend, constants } = context
      const client = bound()
      sys.connect(client.fd, closedPort(context, 'IPv4'))
      sys.sendto(client.fd, bytes('lost'), 0, null)
      waitForError(context, client.fd)
      fails('EAGAIN', 'recvmsg', () => receiveWhole(context, client.fd, { flags: constants.MSG_ERRQUEUE }))
      waitForError(context, client.fd)
      const error = new Int32Array(1)
      const take = () =>
        sys.getsockopt(client.fd, constants.SOL_SOCKET, constants.SO_ERROR, new Uint8Array(error.buffer))
      take()
      assert.equal(error[0], backend.platform.errno.ECONNREFUSED)
      assert.deepEqual(sys.poll([{ fd: client.fd, events: constants.POLLIN }], 0), [])
      take()
      assert.equal(error[0], 0)
    },
  },
  {
    id: 'recvmsg/local-error',
    title: 'recvmsg tells from the error queue that a datagram was too large for its path, and the MTU',
    requires: ['errorQueue'],
    platforms: ['linux'],
    needs: ['ipv6'],
    run(context) {
      const { sys, bound, constants } = context
      const { IPPROTO_IPV6, IPV6_MTU = -1, IPV6_DONTFRAG } = constants
      const server = bound('IPv6')
      const client = bound('IPv6')
      sys.setsockopt(client.fd, IPPROTO_IPV6, IPV6_MTU, 1280)
      sys.setsockopt(client.fd, IPPROTO_IPV6, IPV6_DONTFRAG, 1)
      receiveErrors(context, client.fd, 'IPv6')
      fails('EMSGSIZE', 'sendto', () => sys.sendto(client.fd, new Uint8Array(2000), 0, server.address))
      const { error, origin, info } = one(takeError(context, client.fd), 'error')
      assert.deepEqual({ code: error.code, origin, info }, { code: 'EMSGSIZE', origin: 'local', info: 1280 })
    },
  },
]

/** A port of the loopback address that nobody has. */
function closedPort({ sys, bound }: CaseContext, family: Family) {
  const { fd, address } = bound(family)
  sys.close(fd)
  return address
}

function receiveErrors(context: CaseContext, fd: number, family: Family): void {
  const { level, receiveErrors } = internet(context, family)
  context.sys.setsockopt(fd, level, receiveErrors, 1)
}

/** Sends in spite of a pending error, which fails a call in the datagram's stead. */
function send({ sys }: CaseContext, fd: number, data: Uint8Array, to: ReturnType<typeof closedPort>): void {
  try {
    sys.sendto(fd, data, 0, to)
  } catch {
    sys.sendto(fd, data, 0, to)
  }
}

function waitForError({ sys, constants, patience }: CaseContext, fd: number): void {
  const [ready] = sys.poll([{ fd, events: 0 }], patience)
  assert.notEqual((ready?.revents ?? 0) & constants.POLLERR, 0, 'the socket has no error')
}
