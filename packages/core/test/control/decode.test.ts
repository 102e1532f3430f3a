import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ControlReader } from '../../src/control/reader.js'
import { decodeControl, Inet4Address, Inet6Address } from '../../src/index.js'
import { linux } from '../../src/platform/linux/index.js'
import { likely } from './likely.js'
import { platforms } from './platforms.js'

const little = linux(true)
const { SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_UDP, ...constants } = little.constants

/** A control message, laid out by hand. */
function control(
  level: number,
  type: number | undefined,
  data: readonly number[],
  length = 16 + data.length,
): number[] {
  const header = new DataView(new ArrayBuffer(16))
  header.setBigUint64(0, BigInt(length), true)
  header.setInt32(8, level, true)
  header.setInt32(12, type as number, true)
  return [...new Uint8Array(header.buffer), ...data, ...new Array((8 - (data.length % 8)) % 8).fill(0)]
}

const decode = (...messages: number[][]) => {
  const bytes = Uint8Array.from(messages.flat())
  return decodeControl(little, bytes, bytes.length)
}

const le = (size: number, value: bigint) => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value, true)
  return [...bytes.subarray(0, size)]
}

describe.each(Object.entries(platforms))('control data of any content on %s', (_, platform) => {
  const anything = fc.oneof(fc.uint8Array({ maxLength: 200 }), likely(platform))
  const room = fc.oneof(
    fc.nat(300),
    fc.constantFrom(-1, 0, 0.5, Number.NaN, 2 ** 32, 2 ** 53, Number.POSITIVE_INFINITY),
  )

  it('is read to its end and no further', () => {
    fc.assert(
      fc.property(anything, room, (bytes, length) => {
        // Memory with something else behind it, which must not show.
        const inside = new Uint8Array(bytes.length + 64).fill(0xee).subarray(0, bytes.length)
        inside.set(bytes)
        const before = inside.slice()
        const messages = decodeControl(platform, inside, length)
        expect(messages.length).toBeLessThanOrEqual(bytes.length / 12)
        for (const message of messages) {
          if (message.kind === 'raw') expect(message.data.length).toBeLessThanOrEqual(bytes.length)
          if (message.kind === 'rights') expect(message.descriptors.length).toBeLessThanOrEqual(bytes.length / 4)
        }
        expect(inside).toEqual(before)
      }),
      { numRuns: 2000 },
    )
  })

  it('is told apart into data that lies within it', () => {
    fc.assert(
      fc.property(anything, fc.nat(64), (bytes, start) => {
        const reader = new ControlReader(platform, bytes)
        reader.start(start, bytes.length)
        let last = start
        while (reader.next()) {
          expect(reader.at).toBeGreaterThan(last)
          expect(reader.at + reader.size).toBeLessThanOrEqual(bytes.length)
          last = reader.at
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a control message', () => {
  it('tells the destination and the interface', () => {
    expect(
      decode(
        control(IPPROTO_IP, constants.IP_PKTINFO, [2, 0, 0, 0, 10, 0, 0, 1, 224, 0, 0, 251]),
        control(IPPROTO_IPV6, constants.IPV6_PKTINFO, [0xff, 2, ...new Array(13).fill(0), 0xfb, 3, 0, 0, 0]),
        control(IPPROTO_IPV6, constants.IPV6_PKTINFO, [...new Array(15).fill(0), 1, 1, 0, 0, 0]),
      ),
    ).toEqual([
      { kind: 'packetInfo', family: 'IPv4', to: '224.0.0.251', local: '10.0.0.1', interface: 2 },
      { kind: 'packetInfo', family: 'IPv6', to: 'ff02::fb', local: null, interface: 3 },
      { kind: 'packetInfo', family: 'IPv6', to: '::1', local: '::1', interface: 1 },
    ])
  })

  it('tells the traffic class, from a byte or an int', () => {
    expect(
      decode(
        control(IPPROTO_IP, constants.IP_TOS, [0xb9]),
        control(IPPROTO_IPV6, constants.IPV6_TCLASS, [0x03, 0, 0, 0]),
      ),
    ).toEqual([
      { kind: 'trafficClass', family: 'IPv4', trafficClass: 0xb9, dscp: 46, ecn: 1 },
      { kind: 'trafficClass', family: 'IPv6', trafficClass: 3, dscp: 0, ecn: 3 },
    ])
  })

  it('tells hop limit, segment size and drops', () => {
    expect(
      decode(
        control(IPPROTO_IP, constants.IP_TTL, [64, 0, 0, 0]),
        control(IPPROTO_IPV6, constants.IPV6_HOPLIMIT, [255, 0, 0, 0]),
        control(IPPROTO_UDP, constants.UDP_GRO, [0xb0, 4, 0, 0]),
        control(SOL_SOCKET, constants.SO_RXQ_OVFL, [0xff, 0xff, 0xff, 0xff]),
      ),
    ).toEqual([
      { kind: 'hopLimit', family: 'IPv4', hopLimit: 64 },
      { kind: 'hopLimit', family: 'IPv6', hopLimit: 255 },
      { kind: 'segmentSize', segmentSize: 1200 },
      { kind: 'drops', drops: 2 ** 32 - 1 },
    ])
  })

  it('tells times in nanoseconds', () => {
    const time = [...le(8, 1_700_000_000n), ...le(8, 999_999_999n)]
    const none = new Array(16).fill(0)
    expect(
      decode(
        control(SOL_SOCKET, constants.SCM_TIMESTAMPNS, time),
        control(SOL_SOCKET, constants.SCM_TIMESTAMP, [...le(8, 1n), ...le(8, 5n)]),
        control(SOL_SOCKET, constants.SCM_TIMESTAMPING, [...time, ...none, ...none]),
        control(SOL_SOCKET, constants.SCM_TIMESTAMPING, [...none, ...none, ...time]),
      ),
    ).toEqual([
      { kind: 'timestamp', timestamp: 1_700_000_000_999_999_999n },
      { kind: 'timestamp', timestamp: 1_000_005_000n },
      { kind: 'timestamping', software: 1_700_000_000_999_999_999n, hardware: null },
      { kind: 'timestamping', software: null, hardware: 1_700_000_000_999_999_999n },
    ])
  })

  it('takes nothing for a time that no kernel tells', () => {
    const second = [...le(8, 1n), ...le(8, 1_000_000_000n)]
    const late = [...le(8, 2n ** 34n), ...le(8, 0n)]
    const none = new Array(16).fill(0)
    const kinds = decode(
      control(SOL_SOCKET, constants.SCM_TIMESTAMPNS, second),
      control(SOL_SOCKET, constants.SCM_TIMESTAMPNS, late),
      control(SOL_SOCKET, constants.SCM_TIMESTAMP, [...le(8, 1n), ...le(8, 1_000_000n)]),
      control(SOL_SOCKET, constants.SCM_TIMESTAMPING, [...second, ...none, ...late]),
    )
    expect(kinds).toMatchObject([
      { kind: 'raw', data: Uint8Array.from(second) },
      { kind: 'raw', data: Uint8Array.from(late) },
      { kind: 'raw' },
      { kind: 'timestamping', software: null, hardware: null },
    ])
  })

  it('tells an error with its offender', () => {
    const record = (errno: number, origin: number, type: number, code: number, info: number, data: number) => {
      return [...le(4, BigInt(errno)), origin, type, code, 0, ...le(4, BigInt(info)), ...le(4, BigInt(data))]
    }
    const { ECONNREFUSED = 0, EMSGSIZE = 0, ENOMSG = 0 } = little.errno
    const offender = [2, 0, 0, 0, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    const offender6 = [10, 0, ...new Array(6).fill(0), 0xfe, 0x80, ...new Array(13).fill(0), 1, 2, 0, 0, 0]
    const nobody = new Array(16).fill(0)
    expect(
      decode(
        control(IPPROTO_IP, constants.IP_RECVERR, [...record(ECONNREFUSED, 2, 3, 3, 0, 0), ...offender]),
        control(IPPROTO_IPV6, constants.IPV6_RECVERR, [...record(EMSGSIZE, 3, 2, 0, 1280, 0), ...offender6]),
        control(IPPROTO_IP, constants.IP_RECVERR, [...record(ENOMSG, 4, 0, 0, 1, 7), ...nobody]),
        control(IPPROTO_IP, constants.IP_RECVERR, record(4000, 99, 0, 0, 0, 0)),
      ),
    ).toEqual([
      {
        kind: 'error',
        family: 'IPv4',
        error: { code: 'ECONNREFUSED', errno: -ECONNREFUSED },
        origin: 'icmp',
        type: 3,
        code: 3,
        info: 0,
        data: 0,
        offender: new Inet4Address('192.0.2.1', 0),
      },
      {
        kind: 'error',
        family: 'IPv6',
        error: { code: 'EMSGSIZE', errno: -EMSGSIZE },
        origin: 'icmp6',
        type: 2,
        code: 0,
        info: 1280,
        data: 0,
        offender: new Inet6Address('fe80::1', 0, { scopeId: 2 }),
      },
      expect.objectContaining({
        error: { code: 'ENOMSG', errno: -ENOMSG },
        origin: 'timestamping',
        info: 1,
        data: 7,
        offender: null,
      }),
      expect.objectContaining({ error: { code: 'ERRNO_4000', errno: -4000 }, origin: 99, offender: null }),
    ])
  })

  it('tells the MTU of a path', () => {
    const to = [10, 0, 0, 53, 0, 0, 0, 0, 0x20, 1, 0x0d, 0xb8, ...new Array(11).fill(0), 1, 0, 0, 0, 0]
    expect(decode(control(IPPROTO_IPV6, constants.IPV6_PATHMTU, [...to, 0, 5, 0, 0]))).toEqual([
      { kind: 'pathMtu', to: new Inet6Address('2001:db8::1', 53), mtu: 1280 },
    ])
  })

  it('tells descriptors and credentials', () => {
    expect(
      decode(
        control(SOL_SOCKET, constants.SCM_RIGHTS, [7, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 9, 0, 0, 0]),
        control(SOL_SOCKET, constants.SCM_CREDENTIALS, [1, 2, 0, 0, 0xe8, 3, 0, 0, 0xff, 0xff, 0xff, 0xff]),
        control(SOL_SOCKET, constants.SCM_PIDFD, [5, 0, 0, 0]),
        control(SOL_SOCKET, constants.SCM_PIDFD, [0xff, 0xff, 0xff, 0xff]),
      ),
    ).toEqual([
      { kind: 'rights', descriptors: [7, 9], closed: 1 },
      { kind: 'credentials', pid: 513, uid: 1000, gid: 2 ** 32 - 1 },
      { kind: 'pidfd', descriptor: 5 },
      { kind: 'pidfd', descriptor: null },
    ])
  })

  it('that nobody knows, or that is too short, is handed over as it is, in memory of its own', () => {
    const bytes = Uint8Array.from([
      ...control(SOL_SOCKET, 9999, [1, 2, 3]),
      ...control(IPPROTO_IP, constants.IP_PKTINFO, [1, 2, 3, 4]),
      ...control(-1, -2, []),
    ])
    const messages = decodeControl(little, bytes, bytes.length)
    bytes.fill(0)
    expect(messages).toEqual([
      { kind: 'raw', level: SOL_SOCKET, type: 9999, data: Uint8Array.of(1, 2, 3) },
      { kind: 'raw', level: IPPROTO_IP, type: constants.IP_PKTINFO, data: Uint8Array.of(1, 2, 3, 4) },
      { kind: 'raw', level: -1, type: -2, data: new Uint8Array() },
    ])
  })

  it.each([0, 1, 15, 200, 2 ** 32, 2 ** 53, 2 ** 63])('that says it has %d bytes ends the list', (length) => {
    const good = control(IPPROTO_IP, constants.IP_TTL, [64, 0, 0, 0])
    expect(decode(good, control(IPPROTO_IP, constants.IP_TTL, [1, 0, 0, 0], length), good)).toHaveLength(1)
  })
})
