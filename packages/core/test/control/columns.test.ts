import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ControlColumns } from '../../src/control/columns.js'
import { type ControlMessage, decodeControl, Inet4Address, Inet6Address } from '../../src/index.js'
import { VectorMemory } from '../../src/messages/vector-memory.js'
import { Struct } from '../../src/platform/fields.js'
import { linux } from '../../src/platform/linux/index.js'
import type { Platform } from '../../src/platform/platform.js'
import { likely } from './likely.js'
import { platforms } from './platforms.js'

const everything = { packetInfo: true, trafficClass: true, hopLimit: true, timestamp: true, drops: true }
const port = 53

/** A vector that control data was received into, and its columns. */
function received(platform: Platform, messages: readonly Uint8Array[], wanted: object = everything) {
  const controlSize = Math.max(...messages.map((bytes) => bytes.length))
  const memory = new VectorMemory({ platform }, { slots: messages.length, slotSize: 1, controlSize })
  for (const [slot, bytes] of messages.entries()) {
    memory.control(slot).fill(0xee)
    memory.control(slot).set(bytes)
    memory.setControlLength(slot, bytes.length)
  }
  const columns = new ControlColumns(memory, wanted)
  columns.read(messages.length)
  return { memory, columns }
}

/** The columns' entries for one message. */
const entry = (columns: ControlColumns, slot = 0) => ({
  trafficClass: columns.trafficClasses[slot],
  ecn: columns.ecns[slot],
  hopLimit: columns.hopLimits[slot],
  interface: columns.interfaces[slot],
  timestamp: columns.timestamps[slot],
  drops: columns.drops[slot],
  to: columns.to(slot, port),
})

const nothing = { trafficClass: -1, ecn: -1, hopLimit: -1, interface: 0, timestamp: 0n, drops: 0, to: null }

/** One control message, laid out by hand. */
function control(platform: Platform, level: number, type: number | undefined, data: readonly number[]): Uint8Array {
  const { size, align, ...at } = platform.layouts.cmsghdr
  const start = (size + align - 1) & -align
  const bytes = new Uint8Array((start + data.length + align - 1) & -align)
  const struct = new Struct(platform, bytes)
  struct.set(0, at.length, start + data.length)
  struct.set(0, at.level, level)
  struct.set(0, at.type, type as number)
  bytes.set(data, start)
  return bytes
}

const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

/** An integer as the platform has it in memory. */
const int = (platform: Platform, size: 1 | 2 | 4 | 8, value: number) => {
  const bytes = new Uint8Array(size)
  new Struct(platform, bytes).set(0, { at: 0, size }, value)
  return [...bytes]
}

const seconds = 1_700_000_000
const link = [0xfe, 0x80, ...new Array(13).fill(0), 1]
const global = [0x20, 0x01, 0x0d, 0xb8, ...new Array(11).fill(0), 1]

describe.each(Object.entries(platforms))('columns of what came beside the data, %s', (_, platform) => {
  const { constants, layouts } = platform
  const { SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6 } = constants
  const one = (level: number, type: number | undefined, data: readonly number[]) =>
    entry(received(platform, [control(platform, level, type, data)]).columns)
  const info6 = (address: readonly number[], index: number) =>
    control(platform, IPPROTO_IPV6, constants.IPV6_PKTINFO, [...address, ...int(platform, 4, index)])

  it('tell traffic class and ECN, from a byte or an int', () => {
    const told = { ...nothing, trafficClass: 0xbb, ecn: 3 }
    for (const data of [[0xbb], int(platform, 4, 0xbb)]) {
      expect(one(IPPROTO_IP, constants.IP_TOS, data)).toEqual(told)
      expect(one(IPPROTO_IP, constants.IP_RECVTOS, data)).toEqual(told)
      expect(one(IPPROTO_IPV6, constants.IPV6_TCLASS, data)).toEqual(told)
    }
    expect(one(IPPROTO_IP, constants.IP_TOS, [0])).toEqual({ ...nothing, trafficClass: 0, ecn: 0 })
  })

  it('tell the hop limit', () => {
    const told = { ...nothing, hopLimit: 64 }
    expect(one(IPPROTO_IP, constants.IP_TTL, int(platform, 4, 64))).toEqual(told)
    expect(one(IPPROTO_IP, constants.IP_RECVTTL, [64])).toEqual(told)
    expect(one(IPPROTO_IPV6, constants.IPV6_HOPLIMIT, int(platform, 4, 64))).toEqual(told)
  })

  it('tell interface and destination', () => {
    const to = new Inet4Address('192.0.2.1', port)
    const { in_pktinfo } = layouts
    if (in_pktinfo !== undefined) {
      const data = new Uint8Array(in_pktinfo.size)
      new Struct(platform, data).set(0, in_pktinfo.interfaceIndex, 7)
      data.set([192, 0, 2, 1], in_pktinfo.destination)
      expect(one(IPPROTO_IP, constants.IP_PKTINFO, [...data])).toEqual({ ...nothing, interface: 7, to })
    }
    if (constants.IP_RECVDSTADDR !== undefined) {
      expect(one(IPPROTO_IP, constants.IP_RECVDSTADDR, [192, 0, 2, 1])).toEqual({ ...nothing, to })
    }
    const { columns } = received(platform, [info6(global, 7)])
    expect(entry(columns)).toEqual({ ...nothing, interface: 7, to: new Inet6Address('2001:db8::1', port) })
  })

  it('give an address of one link the interface as its zone', () => {
    const group = (scope: number) => [0xff, scope, ...new Array(13).fill(0), 1]
    const { columns } = received(
      platform,
      [link, group(2), group(1), group(0x15), global].map((to) => info6(to, 7)),
    )
    expect([0, 1, 2, 3, 4].map((slot) => String(columns.to(slot, 0)))).toEqual([
      '[fe80::1%7]:0',
      '[ff02::1%7]:0',
      '[ff01::1%7]:0',
      '[ff15::1]:0',
      '[2001:db8::1]:0',
    ])
  })

  it('tell the same destination by the same object', () => {
    const { columns } = received(platform, [info6(global, 1), info6(link, 1), info6(global, 2)])
    expect(columns.to(2, port)).toBe(columns.to(0, port))
    expect(columns.to(1, port)).toBe(columns.to(1, port))
    expect(columns.to(0, port + 1)).toEqual(new Inet6Address('2001:db8::1', port + 1))
  })

  it('tell the time in nanoseconds, from microseconds', () => {
    const { timeval } = layouts
    const data = new Uint8Array(timeval.size)
    data.set(int(platform, timeval.seconds, seconds))
    data.set(int(platform, timeval.microseconds, 999_999), timeval.seconds)
    const timestamp = constants.SCM_TIMESTAMP === undefined ? 0n : 1_700_000_000_999_999_000n
    expect(one(SOL_SOCKET, constants.SCM_TIMESTAMP, [...data])).toEqual({ ...nothing, timestamp })
  })

  it('have their values for nothing where a message tells nothing, and no entries where nothing was asked', () => {
    const messages = [info6(global, 7), new Uint8Array(0), info6(link, 8)]
    const { columns } = received(platform, messages)
    expect(entry(columns, 1)).toEqual(nothing)
    const { columns: none } = received(platform, messages, {})
    const { trafficClasses, ecns, hopLimits, interfaces, timestamps, drops } = none
    expect([trafficClasses, ecns, hopLimits, interfaces, timestamps, drops].map(({ length }) => length)).toEqual(
      new Array(6).fill(0),
    )
    expect(none.to(0, port)).toBeNull()
  })

  it('forget what the message before told', () => {
    const { memory, columns } = received(platform, [info6(global, 7), info6(link, 7)])
    for (const slot of [0, 1]) memory.setControlLength(slot, 0)
    columns.read(1)
    expect(entry(columns)).toEqual(nothing)
    expect(entry(columns, 1).interface).toBe(7)
  })

  it('tell of data of any content what decoding tells of it', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), likely(platform))
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1, maxLength: 3 }), (messages) => {
        const { columns } = received(platform, messages)
        for (const [slot, bytes] of messages.entries()) {
          expect(entry(columns, slot)).toEqual(decoded(decodeControl(platform, bytes, bytes.length)))
        }
      }),
      { numRuns: 2000 },
    )
  })
})

/** What columns should tell of these control messages. */
function decoded(messages: readonly ControlMessage[]) {
  const first = <Kind extends ControlMessage['kind']>(
    kind: Kind,
    fits: (message: Extract<ControlMessage, { kind: Kind }>) => boolean = () => true,
  ) =>
    messages.find(
      (message): message is Extract<ControlMessage, { kind: Kind }> => message.kind === kind && fits(message as never),
    )
  const info = first('packetInfo')
  const trafficClass = first('trafficClass')
  return {
    trafficClass: trafficClass?.trafficClass ?? -1,
    ecn: trafficClass?.ecn ?? -1,
    hopLimit: first('hopLimit')?.hopLimit ?? -1,
    interface: info?.interface ?? 0,
    timestamp: first('timestamp', ({ timestamp }) => timestamp !== 0n)?.timestamp ?? 0n,
    drops: first('drops', ({ drops }) => drops !== 0)?.drops ?? 0,
    to: info === undefined ? null : destination(info),
  }
}

function destination({ family, to, interface: scopeId }: Extract<ControlMessage, { kind: 'packetInfo' }>) {
  if (family === 'IPv4') return new Inet4Address(to, port)
  return new Inet6Address(to, port, /^(fe[89ab]|ff.[12](:|$))/.test(to) ? { scopeId } : {})
}

describe('columns of what came beside the data', () => {
  const platform = linux(true)
  const { constants } = platform
  const { SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6 } = constants

  it('tell any time of five centuries to the nanosecond', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 34 - 1), fc.nat(999_999_999), (seconds, nanoseconds) => {
        for (const ordered of [platform, linux(false)]) {
          const data = [...int(ordered, 8, seconds), ...int(ordered, 8, nanoseconds)]
          const bytes = control(ordered, SOL_SOCKET, constants.SCM_TIMESTAMPNS, data)
          const { timestamps } = received(ordered, [bytes]).columns
          expect(timestamps[0]).toBe(BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds))
        }
      }),
    )
  })

  it('count what was lost', () => {
    const drops = control(platform, SOL_SOCKET, constants.SO_RXQ_OVFL, [0xff, 0xff, 0xff, 0xff])
    expect(entry(received(platform, [drops]).columns)).toEqual({ ...nothing, drops: 2 ** 32 - 1 })
  })

  it('go by the mapped address where an IPv6 socket tells both forms', () => {
    const mapped = [...new Array(10).fill(0), 0xff, 0xff, 192, 0, 2, 1]
    const bytes = joined(
      control(platform, IPPROTO_IPV6, constants.IPV6_PKTINFO, [...mapped, 7, 0, 0, 0]),
      control(platform, IPPROTO_IP, constants.IP_PKTINFO, [9, 0, 0, 0, 192, 0, 2, 1, 192, 0, 2, 9]),
    )
    const to = new Inet6Address('::ffff:192.0.2.1', port)
    expect(entry(received(platform, [bytes]).columns)).toEqual({ ...nothing, interface: 7, to })
  })

  it('are not made of what is no choice, and read no more than there is', () => {
    const memory = new VectorMemory({ platform }, { slots: 2, slotSize: 1, controlSize: 64 })
    const refused = (wanted: unknown) => () => new ControlColumns(memory, wanted as object)
    const wrong = expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' })
    for (const none of [null, undefined, true, 'drops']) expect(refused(none)).toThrow(wrong)
    for (const wanted of Object.keys(everything)) expect(refused({ [wanted]: 1 })).toThrow(wrong)

    const columns = new ControlColumns(memory, everything)
    const range = expect.objectContaining({ code: 'ERR_OUT_OF_RANGE' })
    for (const count of [-1, 3, 0.5]) expect(() => columns.read(count)).toThrow(range)
    for (const slot of [-1, 2, 0.5]) expect(() => columns.to(slot, port)).toThrow(range)
    for (const port of [-1, 65536, 0.5]) expect(() => columns.to(0, port)).toThrow(range)
  })
})
