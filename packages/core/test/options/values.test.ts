import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linux } from '../../src/platform/linux/index.js'
import { memoryKernel } from '../support/options.js'

const { constants } = linux(true)
const { SOL_SOCKET, IPPROTO_IP } = constants

const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const name = fc
  .string({ unit: 'binary', maxLength: 15 })
  .filter((text) => Buffer.byteLength(text) < 16 && !text.includes('\0'))

/** An option of each kind that is read as it was written, and values for it. */
const kept = {
  SO_RCVBUF: int,
  SO_BROADCAST: fc.boolean(),
  SO_MARK: fc.nat(2 ** 32 - 1),
  SO_MAX_PACING_RATE: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  SO_RCVTIMEO: fc.nat(2 ** 31 - 1),
  SO_LINGER: fc.option(fc.nat(2 ** 31 - 1)),
  SO_TXTIME: fc.record({ clockid: int, flags: fc.nat(2 ** 32 - 1) }, { noNullPrototype: true }),
  SO_BINDTODEVICE: name,
  SO_BINDTOIFINDEX: fc.nat(2 ** 31 - 1),
  IPV6_UNICAST_IF: fc.nat(2 ** 31 - 1),
  IP_LOCAL_PORT_RANGE: fc.record({ low: fc.nat(65535), high: fc.nat(65535) }, { noNullPrototype: true }),
  IP_MTU_DISCOVER: int,
  SO_TIMESTAMPING: int,
} as const

describe.each([true, false])('options on a machine whose byte order is little-endian: %s', (littleEndian) => {
  const { sys } = memoryKernel(linux(littleEndian))

  it.each(Object.entries(kept))('give back what was set: %s', (name, values) => {
    const option = name as keyof typeof kept
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, (value) => {
        sys.setOption(3, option, value as never)
        expect(sys.getOption(3, option)).toStrictEqual(value)
      }),
    )
  })
})

describe('the value of an option', () => {
  const { sys, store } = memoryKernel()

  it('is read from as many bytes as the kernel stored', () => {
    store(IPPROTO_IP, constants.IP_MULTICAST_TTL, [200])
    expect(sys.getOption(3, 'IP_MULTICAST_TTL')).toBe(200)
    store(SOL_SOCKET, constants.SO_MAX_PACING_RATE, [255, 255, 255, 255])
    expect(sys.getOption(3, 'SO_MAX_PACING_RATE')).toBe(0xffffffffn)
    store(SOL_SOCKET, constants.SO_BINDTODEVICE, [...Buffer.from('eth0\0')])
    expect(sys.getOption(3, 'SO_BINDTODEVICE')).toBe('eth0')
    store(SOL_SOCKET, constants.SO_BINDTODEVICE, [])
    expect(sys.getOption(3, 'SO_BINDTODEVICE')).toBe('')
    store(SOL_SOCKET, constants.SO_PEERCRED, [1, 0, 0, 0])
    expect(sys.getOption(3, 'SO_PEERCRED')).toEqual({ pid: 1, uid: 0, gid: 0 })
  })

  it('is a name for an error number', () => {
    store(SOL_SOCKET, constants.SO_ERROR, [111, 0, 0, 0])
    expect(sys.getOption(3, 'SO_ERROR')).toBe('ECONNREFUSED')
    store(SOL_SOCKET, constants.SO_ERROR, [0, 0, 0, 0])
    expect(sys.getOption(3, 'SO_ERROR')).toBeNull()
    store(SOL_SOCKET, constants.SO_ERROR, [0, 0, 1, 0])
    expect(sys.getOption(3, 'SO_ERROR')).toBe('ERRNO_65536')
  })

  it('is by its names what SO_MEMINFO stores', () => {
    const words = Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)
    store(SOL_SOCKET, constants.SO_MEMINFO, [...new Uint8Array(words.buffer)])
    expect(Object.values(sys.getOption(3, 'SO_MEMINFO'))).toEqual([...words])
  })

  it('of any bytes is some value', () => {
    const names = [...Object.keys(kept), 'SO_MEMINFO', 'SO_PEERCRED', 'SO_ERROR', 'IPV6_PATHMTU', 'IP_MULTICAST_IF']
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 64 }), (name, bytes) => {
        const option = name as keyof typeof kept
        const level = name.startsWith('SO_') ? SOL_SOCKET : name.startsWith('IP_') ? IPPROTO_IP : constants.IPPROTO_IPV6
        store(level, constants[option], [...bytes])
        expect(sys.getOption(3, option)).not.toBeUndefined()
      }),
    )
  })

  it('is read once: what its members answer later does not count', () => {
    const { sys, stored } = memoryKernel()
    let reads = 0
    const group = {
      get group() {
        return reads++ === 0 ? '239.1.2.3' : 'ff02::1'
      },
    }
    sys.setOption(3, 'MCAST_JOIN_GROUP', group)
    expect(reads).toBe(1)
    expect(stored(IPPROTO_IP, constants.MCAST_JOIN_GROUP).slice(12, 16)).toEqual([239, 1, 2, 3])
  })
})
