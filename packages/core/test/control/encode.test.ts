import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ControlEncoder } from '../../src/control/encode.js'
import {
  type ControlInit,
  type ControlMessage,
  controlSize,
  decodeControl,
  encodeControl,
  type Platform,
} from '../../src/index.js'
import { linux } from '../../src/platform/linux/index.js'
import { platforms } from './platforms.js'

const little = linux(true)
const byte = fc.integer({ min: 0, max: 255 })
const family = fc.constantFrom('IPv4', 'IPv6')
const index = fc.nat(2 ** 31 - 1)
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const uint32 = fc.nat(2 ** 32 - 1)

const inits = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('packetInfo'), local: fc.ipV4(), interface: index }),
    fc.record({ kind: fc.constant('packetInfo'), local: fc.ipV6(), interface: index }),
    fc.record({ kind: fc.constant('packetInfo'), family, interface: index }),
    fc.record({ kind: fc.constant('trafficClass'), family, trafficClass: byte }),
    fc.record({ kind: fc.constant('hopLimit'), family, hopLimit: byte }),
    fc.record({ kind: fc.constant('segmentSize'), segmentSize: fc.nat(65535) }),
    fc.record({ kind: fc.constant('transmitTime'), transmitTime: fc.bigInt(0n, 2n ** 64n - 1n) }),
    fc.record({ kind: fc.constant('transmitTimestamps'), flags: uint32 }),
    fc.record({ kind: fc.constant('rights'), descriptors: fc.array(fc.nat(2 ** 31 - 1), { maxLength: 300 }) }),
    fc.record({ kind: fc.constant('credentials'), pid: index, uid: uint32, gid: uint32 }),
    fc.record({ kind: fc.constant('raw'), level: int32, type: int32, data: fc.uint8Array({ maxLength: 300 }) }),
  ) as fc.Arbitrary<ControlInit>,
  { maxLength: 6 },
)

const sendable = ['packetInfo', 'trafficClass', 'hopLimit', 'rights', 'credentials', 'raw']

describe.each(Object.entries(platforms))('control messages on %s', (_, platform) => {
  const known = inits.map((list) => list.filter((init) => isKnown(platform, init)))

  it('take the room that controlSize says, and nothing behind it is written', () => {
    fc.assert(
      fc.property(known, fc.nat(64), (list, more) => {
        const size = controlSize(platform, list)
        const bytes = new Uint8Array(size + more).fill(0xaa)
        expect(encodeControl(platform, list, bytes)).toBe(size)
        expect(bytes.subarray(size).every((left) => left === 0xaa)).toBe(true)
        expect(decodeControl(platform, bytes, size)).toHaveLength(list.length)
      }),
    )
  })

  it('are written whole, or not at all', () => {
    fc.assert(
      fc.property(known, fc.nat(), (list, some) => {
        const size = controlSize(platform, list)
        fc.pre(size > 0)
        const bytes = new Uint8Array(some % size).fill(0xaa)
        const encode = () => encodeControl(platform, list, bytes)
        expect(encode).toThrow(expect.objectContaining({ code: 'ERR_OUT_OF_RANGE' }))
        expect(bytes.every((left) => left === 0xaa)).toBe(true)
      }),
    )
  })
})

describe.each(['linux', 'linux, big-endian'])('control messages on %s', (name) => {
  const platform = platforms[name] as Platform

  it('that are received can be sent as they are, and come back as they were', () => {
    fc.assert(
      fc.property(inits, (list) => {
        const received = decoded(list).filter(({ kind }) => sendable.includes(kind))
        expect(decoded(received as ControlInit[])).toEqual(
          received.map((message) =>
            message.kind === 'packetInfo' ? { ...message, ...sent(message.family, message.local) } : message,
          ),
        )
      }),
    )
  })

  function decoded(list: readonly ControlInit[]): ControlMessage[] {
    const bytes = new Uint8Array(controlSize(platform, list))
    return decodeControl(platform, bytes, encodeControl(platform, list, bytes))
  }

  // A sent packet info has no destination in it (IPv4), or the source in its place (IPv6), where a group stands for no address of the host's.
  function sent(family: string, local: string | null): { to: string; local: string | null } {
    return family === 'IPv4' ? { to: '0.0.0.0', local } : { to: local ?? '::', local: local ?? '::' }
  }
})

function isKnown(platform: Platform, init: ControlInit): boolean {
  try {
    return controlSize(platform, [init]) > 0
  } catch {
    return false
  }
}

describe('the layout', () => {
  const bytesOf = (...list: ControlInit[]) => {
    const bytes = new Uint8Array(controlSize(little, list))
    encodeControl(little, list, bytes)
    return [...bytes]
  }

  it('of a segment size is that of udp(7)', () => {
    expect(bytesOf({ kind: 'segmentSize', segmentSize: 1200 })).toEqual([
      18, 0, 0, 0, 0, 0, 0, 0, 17, 0, 0, 0, 103, 0, 0, 0, 0xb0, 4, 0, 0, 0, 0, 0, 0,
    ])
  })

  it('of a packet info is that of ip(7), with the source in ipi_spec_dst', () => {
    expect(bytesOf({ kind: 'packetInfo', local: '127.0.0.2', interface: 1 })).toEqual([
      28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 127, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0,
    ])
  })

  it('has the next message begin on a boundary of eight bytes', () => {
    expect(
      bytesOf(
        { kind: 'trafficClass', family: 'IPv6', trafficClass: 0xb8 },
        { kind: 'hopLimit', family: 'IPv4', hopLimit: 3 },
      ),
    ).toEqual([
      ...[20, 0, 0, 0, 0, 0, 0, 0, 41, 0, 0, 0, 67, 0, 0, 0, 0xb8, 0, 0, 0, 0, 0, 0, 0],
      ...[20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0],
    ])
  })
})

describe('what is wrong with a control message', () => {
  const good: ControlInit = { kind: 'segmentSize', segmentSize: 1200 }
  const type = 'ERR_INVALID_ARG_TYPE'
  const value = 'ERR_INVALID_ARG_VALUE'
  const range = 'ERR_OUT_OF_RANGE'

  it.each([
    [undefined, type, 'control[1]'],
    [null, type, 'control[1]'],
    ['segmentSize', type, 'control[1]'],
    [{}, value, 'control[1].kind'],
    [{ kind: 'toString' }, value, 'control[1].kind'],
    [{ kind: 'drops', drops: 1 }, value, 'control[1].kind'],
    [{ kind: 'trafficClass', trafficClass: 1 }, type, 'control[1].family'],
    [{ kind: 'trafficClass', family: 'IPv5', trafficClass: 1 }, value, 'control[1].family'],
    [{ kind: 'trafficClass', family: 'IPv4', trafficClass: 256 }, range, 'control[1].trafficClass'],
    [{ kind: 'trafficClass', family: 'IPv4', trafficClass: '1' }, type, 'control[1].trafficClass'],
    [{ kind: 'hopLimit', family: 'IPv6', hopLimit: -1 }, range, 'control[1].hopLimit'],
    [{ kind: 'hopLimit', family: 'IPv6', hopLimit: Number.NaN }, range, 'control[1].hopLimit'],
    [{ kind: 'segmentSize', segmentSize: 65536 }, range, 'control[1].segmentSize'],
    [{ kind: 'segmentSize', segmentSize: 1.5 }, range, 'control[1].segmentSize'],
    [{ kind: 'segmentSize', segmentSize: 1n }, type, 'control[1].segmentSize'],
    [{ kind: 'packetInfo' }, type, 'control[1].family'],
    [{ kind: 'packetInfo', local: 'localhost' }, value, 'control[1].local'],
    [{ kind: 'packetInfo', local: '127.0.0.1', family: 'IPv6' }, value, 'control[1].local'],
    [{ kind: 'packetInfo', local: 'fe80::1%1' }, value, 'control[1].local'],
    [{ kind: 'packetInfo', local: 1 }, type, 'control[1].local'],
    [{ kind: 'packetInfo', local: '::1', interface: 2 ** 31 }, range, 'control[1].interface'],
    [{ kind: 'packetInfo', local: '::1', interface: 'lo' }, type, 'control[1].interface'],
    [{ kind: 'transmitTime', transmitTime: 1 }, type, 'control[1].transmitTime'],
    [{ kind: 'transmitTime', transmitTime: -1n }, range, 'control[1].transmitTime'],
    [{ kind: 'transmitTime', transmitTime: 1n << 64n }, range, 'control[1].transmitTime'],
    [{ kind: 'transmitTimestamps', flags: -1 }, range, 'control[1].flags'],
    [{ kind: 'rights' }, type, 'control[1].descriptors'],
    [{ kind: 'rights', descriptors: [0, '1'] }, type, 'control[1].descriptors[1]'],
    [{ kind: 'rights', descriptors: [0.5] }, range, 'control[1].descriptors[0]'],
    [{ kind: 'credentials', pid: -1, uid: 0, gid: 0 }, range, 'control[1].pid'],
    [{ kind: 'credentials', pid: 1, uid: 2 ** 32, gid: 0 }, range, 'control[1].uid'],
    [{ kind: 'credentials', pid: 1, uid: 0 }, type, 'control[1].gid'],
    [{ kind: 'raw', level: 1.5, type: 0, data: new Uint8Array() }, range, 'control[1].level'],
    [{ kind: 'raw', level: 1, type: '0', data: new Uint8Array() }, type, 'control[1].type'],
    [{ kind: 'raw', level: 1, type: 0, data: 'x' }, type, 'control[1].data'],
    [{ kind: 'raw', level: 1, type: 0, data: detached() }, value, 'control[1].data'],
  ])('%o is told by its name, before a byte is written', (bad, code, name) => {
    const bytes = new Uint8Array(256)
    const encode = () => encodeControl(little, [good, bad as ControlInit], bytes)
    expect(encode).toThrow(expect.objectContaining({ code, message: expect.stringContaining(`"${name}"`) }))
    expect(bytes.every((left) => left === 0)).toBe(true)
  })

  it('is found at once in a list that claims to be long, or endless', () => {
    const endless = (element: unknown) => {
      return new Proxy([], { get: (_, key) => (key === 'length' ? Number.POSITIVE_INFINITY : element) }) as never
    }
    const refused = (name: string) =>
      expect.objectContaining({ code: range, message: expect.stringContaining(`"${name}"`) })
    for (const descriptors of [new Array<number>(2 ** 32 - 1), endless(1)]) {
      const encode = () => controlSize(little, [{ kind: 'rights', descriptors }])
      expect(encode).toThrow(refused('control[0].descriptors.length'))
    }
    expect(() => controlSize(little, endless(good))).toThrow(refused('control.length'))
  })

  it('is found in what a getter says, which is asked once', () => {
    let asked = 0
    const init = {
      kind: 'segmentSize' as const,
      get segmentSize() {
        return asked++ === 0 ? 1200 : -1
      },
    }
    const bytes = new Uint8Array(24)
    encodeControl(little, [init], bytes)
    expect(asked).toBe(1)
    expect(bytes.slice(16, 18)).toEqual(Uint8Array.of(0xb0, 4))
  })

  it('is found in a list that is none', () => {
    const encode = () => encodeControl(little, 'x' as never, new Uint8Array())
    expect(encode).toThrow(expect.objectContaining({ code: type, message: expect.stringContaining('"control"') }))
  })

  it('includes that the platform has no such thing', () => {
    const { UDP_SEGMENT: _, ...constants } = little.constants
    const without = { ...little, constants: { ...constants, UDP_SEGMENT: undefined } }
    const encode = () => encodeControl(without, [good], new Uint8Array(64))
    expect(encode).toThrow(
      expect.objectContaining({ code: value, message: expect.stringContaining('control[0].kind') }),
    )
  })
})

describe('an encoder', () => {
  it('is not disturbed by a getter that encodes as well', () => {
    const encoder = new ControlEncoder(little)
    const other: ControlInit = { kind: 'hopLimit', family: 'IPv4', hopLimit: 1 }
    const nosy = {
      kind: 'segmentSize' as const,
      get segmentSize() {
        encoder.encode('control', [other, other, other])
        return 1200
      },
    }
    const plain = { kind: 'segmentSize', segmentSize: 1200 } as const
    const bytesOf = ({ bytes, length }: { bytes: Uint8Array; length: number }) => bytes.slice(0, length)
    const expected = bytesOf(new ControlEncoder(little).encode('control', [other, plain, other]))
    expect(bytesOf(encoder.encode('control', [other, nosy, other]))).toEqual(expected)
  })

  it('works after an error as before', () => {
    const encoder = new ControlEncoder(little)
    expect(() => encoder.encode('control', [{ kind: 'segmentSize', segmentSize: -1 }])).toThrow(RangeError)
    expect(encoder.encode('control', []).length).toBe(0)
    expect(encoder.encode('control', [{ kind: 'segmentSize', segmentSize: 1 }]).length).toBe(24)
  })

  it('asks for the capabilities that messages need', () => {
    const asked: string[] = []
    const list: ControlInit[] = [
      { kind: 'hopLimit', family: 'IPv4', hopLimit: 1 },
      { kind: 'rights', descriptors: [] },
      { kind: 'segmentSize', segmentSize: 1 },
    ]
    new ControlEncoder(little).encode('control', list, (capability) => asked.push(capability))
    expect(asked).toEqual(['descriptorPassing', 'maxSegments'])
  })
})

function detached(): Uint8Array {
  const view = new Uint8Array(8)
  structuredClone(view.buffer, { transfer: [view.buffer] })
  return view
}
