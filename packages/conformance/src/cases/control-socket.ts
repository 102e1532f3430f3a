import assert from 'node:assert/strict'
import { type Case, eachFamily } from '../case.js'
import { none, one, receiveWhole, takeError } from '../control.js'
import { bytes, fails, text } from '../expect.js'

const million = 1_000_000n

/** Control messages of socket(7) and udp(7): times, losses, segments. */
export const socketControlCases: Case[] = [
  {
    id: 'recvmsg/timestamp',
    title: 'recvmsg tells when the kernel received a datagram, in nanoseconds',
    constants: ['SO_TIMESTAMPNS'],
    run: (context) => isStamped(context, context.constants.SO_TIMESTAMPNS ?? -1),
  },
  {
    id: 'recvmsg/timestamp-in-microseconds',
    title: 'recvmsg tells when the kernel received a datagram with SO_TIMESTAMP too',
    run: (context) => isStamped(context, context.constants.SO_TIMESTAMP),
  },
  ...eachFamily((family) => ({
    id: 'recvmsg/timestamping',
    title: 'recvmsg tells the time at which the network stack received a datagram, with SO_TIMESTAMPING',
    platforms: ['linux'],
    run(context) {
      const { sys, bound, constants, patience } = context
      const { SOF_TIMESTAMPING_RX_SOFTWARE = 0, SOF_TIMESTAMPING_SOFTWARE = 0, SO_TIMESTAMPING = -1 } = constants
      const server = bound(family)
      const client = bound(family)
      const flags = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE
      sys.setsockopt(server.fd, constants.SOL_SOCKET, SO_TIMESTAMPING, flags)
      const deadline = performance.now() + patience
      for (;;) {
        const before = BigInt(Date.now())
        sys.sendto(client.fd, bytes('x'), 0, server.address)
        const received = receiveWhole(context, server.fd)
        // The kernel begins to take times a little after it was asked to.
        if (received.control.length === 0 && performance.now() < deadline) continue
        const { software, hardware } = one(received, 'timestamping')
        assert.equal(hardware, null)
        assert.ok(software !== null && isBetween(before, software, BigInt(Date.now())), `${software} ns is not now`)
        break
      }
    },
  })),
  ...eachFamily((family) => ({
    id: 'recvmsg/transmit-timestamp',
    title: 'recvmsg tells from the error queue when datagrams left, each by its number (SOF_TIMESTAMPING_OPT_ID)',
    requires: ['errorQueue'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound, constants } = context
      const server = bound(family)
      const client = bound(family)
      sys.setsockopt(client.fd, constants.SOL_SOCKET, constants.SO_TIMESTAMPING ?? -1, flagsOf(context, true))
      const before = BigInt(Date.now())
      let last = 0n
      for (const number of [0, 1, 2]) {
        sys.sendto(client.fd, Uint8Array.of(number), 0, server.address)
        const record = takeError(context, client.fd)
        const { error, origin, info, data, offender } = one(record, 'error')
        assert.deepEqual(
          { code: error.code, origin, info, data, offender },
          { code: 'ENOMSG', origin: 'timestamping', info: constants.SCM_TSTAMP_SND, data: number, offender: null },
        )
        assert.equal(record.size, 0)
        const { software } = one(record, 'timestamping')
        assert.ok(software !== null && isBetween(before, software, BigInt(Date.now())), `${software} ns is not now`)
        assert.ok(software >= last, 'the later datagram left earlier')
        last = software
      }
    },
  })),
  {
    id: 'sendmsg/transmit-timestamp',
    title: 'sendmsg asks for the time at which one datagram leaves, and of no other',
    requires: ['errorQueue'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound, constants } = context
      const server = bound()
      const client = bound()
      const to = server.address
      sys.setsockopt(client.fd, constants.SOL_SOCKET, constants.SO_TIMESTAMPING ?? -1, flagsOf(context, false))
      const flags = constants.SOF_TIMESTAMPING_TX_SOFTWARE ?? 0
      sys.sendmsg(client.fd, { data: bytes('untold'), to })
      sys.sendmsg(client.fd, { data: bytes('told'), to, control: [{ kind: 'transmitTimestamps', flags }] })
      sys.sendmsg(client.fd, { data: bytes('untold'), to })
      const record = takeError(context, client.fd)
      assert.equal(one(record, 'error').origin, 'timestamping')
      assert.ok(one(record, 'timestamping').software !== null)
      fails('EAGAIN', 'recvmsg', () => receiveWhole(context, client.fd, { flags: constants.MSG_ERRQUEUE }))
    },
  },
  {
    id: 'sendmsg/transmit-time',
    title: 'sendmsg with a time to leave at is refused by a socket without SO_TXTIME, and sends where there is one',
    platforms: ['linux'],
    run({ sys, bound, receive, constants }) {
      const { SOL_SOCKET, SO_TXTIME = -1, CLOCK_MONOTONIC = -1 } = constants
      const server = bound()
      const client = bound()
      const send = (payload: string) =>
        sys.sendmsg(client.fd, {
          data: bytes(payload),
          to: server.address,
          control: [{ kind: 'transmitTime', transmitTime: process.hrtime.bigint() }],
        })
      fails('EINVAL', 'sendmsg', () => send('untimely'))
      // struct sock_txtime
      sys.setsockopt(client.fd, SOL_SOCKET, SO_TXTIME, new Uint8Array(Int32Array.of(CLOCK_MONOTONIC, 0).buffer))
      send('timely')
      assert.equal(text(receive(server.fd).data), 'timely')
    },
  },
  {
    id: 'recvmsg/drops',
    title: 'recvmsg tells, with the next message that has room, how many the socket has lost (SO_RXQ_OVFL)',
    platforms: ['linux'],
    run(context) {
      const { sys, bound, constants } = context
      const server = bound()
      const client = bound()
      sys.setsockopt(server.fd, constants.SOL_SOCKET, constants.SO_RXQ_OVFL ?? -1, 1)
      sys.setsockopt(server.fd, constants.SOL_SOCKET, constants.SO_RCVBUF, 4096)
      let lost = 0
      for (let round = 0; round < 2; round++) {
        const sent = 100
        for (let i = 0; i < sent; i++) sys.sendto(client.fd, new Uint8Array(1000), 0, server.address)
        lost += sent - drain(context, server.fd)
        assert.ok(lost > 0, 'nothing was lost')
        sys.sendto(client.fd, bytes('next'), 0, server.address)
        assert.equal(one(receiveWhole(context, server.fd), 'drops').drops, lost)
      }
    },
  },
  {
    id: 'recvmsg/drops-joined',
    title: 'recvmsg counts a lost message that the kernel had joined as one, however many datagrams it was',
    requires: ['receiveOffload', 'maxSegments'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound, constants } = context
      const server = bound()
      const client = bound()
      sys.setsockopt(server.fd, constants.IPPROTO_UDP, constants.UDP_GRO ?? -1, 1)
      sys.setsockopt(server.fd, constants.SOL_SOCKET, constants.SO_RXQ_OVFL ?? -1, 1)
      sys.setsockopt(server.fd, constants.SOL_SOCKET, constants.SO_RCVBUF, 4096)
      const control = [{ kind: 'segmentSize', segmentSize: 1000 }] as const
      const message = { data: new Uint8Array(30_000), to: server.address, control }
      for (let i = 0; i < 10; i++) sys.sendmsg(client.fd, message)
      const lost = 10 - drain(context, server.fd)
      assert.ok(lost > 0, 'nothing was lost')
      sys.sendto(client.fd, bytes('next'), 0, server.address)
      assert.equal(one(receiveWhole(context, server.fd), 'drops').drops, lost)
    },
  },
  ...eachFamily((family) => ({
    id: 'sendmsg/segments',
    title: 'sendmsg with a segment size sends a message as several datagrams, of which the last may be shorter',
    requires: ['maxSegments'],
    run({ sys, bound, receive }) {
      const server = bound(family)
      const client = bound(family)
      const data = Uint8Array.from({ length: 2500 }, (_, index) => index)
      const control = [{ kind: 'segmentSize', segmentSize: 1000 }] as const
      assert.equal(sys.sendmsg(client.fd, { data, to: server.address, control }), 2500)
      for (const [from, to] of [
        [0, 1000],
        [1000, 2000],
        [2000, 2500],
      ]) {
        assert.deepEqual(receive(server.fd).data, data.subarray(from, to))
      }
    },
  })),
  ...eachFamily((family) => ({
    id: 'recvmsg/segment-size',
    title: 'recvmsg tells the size of the datagrams that the kernel has joined (UDP_GRO), and none for a single one',
    requires: ['receiveOffload', 'maxSegments'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound, constants } = context
      const server = bound(family)
      const client = bound(family)
      sys.setsockopt(server.fd, constants.IPPROTO_UDP, constants.UDP_GRO ?? -1, 1)
      const data = Uint8Array.from({ length: 3100 }, (_, index) => index)
      const control = [{ kind: 'segmentSize', segmentSize: 1200 }] as const
      sys.sendmsg(client.fd, { data, to: server.address, control })
      const joined = receiveWhole(context, server.fd)
      assert.deepEqual(joined.data, data)
      assert.equal(one(joined, 'segmentSize').segmentSize, 1200)
      sys.sendto(client.fd, data, 0, server.address)
      const single = receiveWhole(context, server.fd)
      assert.deepEqual(single.data, data)
      none(single, 'segmentSize')
    },
  })),
]

type Context = Parameters<Case['run']>[0]

/** A datagram's time must lie between two of the clock. */
function isStamped(context: Context, option: number): void {
  const { sys, bound, constants } = context
  const server = bound()
  const client = bound()
  sys.setsockopt(server.fd, constants.SOL_SOCKET, option, 1)
  const before = BigInt(Date.now())
  sys.sendto(client.fd, bytes('x'), 0, server.address)
  const { timestamp } = one(receiveWhole(context, server.fd), 'timestamp')
  assert.ok(isBetween(before, timestamp, BigInt(Date.now())), `${timestamp} ns is not now`)
}

/** Whether nanoseconds lie between two times in milliseconds, which are cut off. */
function isBetween(before: bigint, time: bigint, after: bigint): boolean {
  return before * million <= time && time < (after + 1n) * million
}

/** Reports of software times by number, without the datagrams; for every datagram, or for those that ask for it. */
function flagsOf({ constants }: Context, every: boolean): number {
  const { SOF_TIMESTAMPING_SOFTWARE = 0, SOF_TIMESTAMPING_OPT_ID = 0, SOF_TIMESTAMPING_OPT_TSONLY = 0 } = constants
  const { SOF_TIMESTAMPING_TX_SOFTWARE = 0 } = constants
  const reports = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY
  return every ? reports | SOF_TIMESTAMPING_TX_SOFTWARE : reports
}

/** Takes all that is there; returns how many. */
function drain({ sys, constants }: Context, fd: number): number {
  const buffer = new Uint8Array(2048)
  for (let count = 0; ; count++) {
    if (sys.poll([{ fd, events: constants.POLLIN }], 0).length === 0) return count
    sys.recvfrom(fd, buffer)
  }
}
