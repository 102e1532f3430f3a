import { describe, expect, it } from 'vitest'
import { bpf } from '../../src/index.js'
import { linux } from '../../src/platform/linux/index.js'
import { memoryKernel } from '../support/options.js'

const { constants } = linux(true)
const { SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6 } = constants

const zeros = (count: number) => new Array<number>(count).fill(0)

describe('the bytes of an option', () => {
  const { sys, stored } = memoryKernel()

  it('are an int for numbers and truth values', () => {
    sys.setOption(3, 'SO_RCVBUF', 0x01020304)
    expect(stored(SOL_SOCKET, constants.SO_RCVBUF)).toEqual([4, 3, 2, 1])
    sys.setOption(3, 'IP_TTL', -1)
    expect(stored(IPPROTO_IP, constants.IP_TTL)).toEqual([255, 255, 255, 255])
    sys.setOption(3, 'IPV6_RECVERR', true)
    expect(stored(IPPROTO_IPV6, constants.IPV6_RECVERR)).toEqual([1, 0, 0, 0])
    sys.setOption(3, 'SO_MARK', 0xfeedbeef)
    expect(stored(SOL_SOCKET, constants.SO_MARK)).toEqual([0xef, 0xbe, 0xed, 0xfe])
    sys.setOption(3, 'SO_DETACH_FILTER', null)
    expect(stored(SOL_SOCKET, constants.SO_DETACH_FILTER)).toEqual(zeros(4))
  })

  it('are eight for a pacing rate, four for an interface in network order', () => {
    sys.setOption(3, 'SO_MAX_PACING_RATE', 0x0102030405060708n)
    expect(stored(SOL_SOCKET, constants.SO_MAX_PACING_RATE)).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
    sys.setOption(3, 'IP_UNICAST_IF', 'eth0')
    expect(stored(IPPROTO_IP, constants.IP_UNICAST_IF)).toEqual([0, 0, 0, 7])
  })

  it('are the structs of socket(7)', () => {
    sys.setOption(3, 'SO_LINGER', 5)
    expect(stored(SOL_SOCKET, constants.SO_LINGER)).toEqual([1, 0, 0, 0, 5, 0, 0, 0])
    sys.setOption(3, 'SO_LINGER', null)
    expect(stored(SOL_SOCKET, constants.SO_LINGER)).toEqual(zeros(8))
    sys.setOption(3, 'SO_SNDTIMEO', 1500)
    expect(stored(SOL_SOCKET, constants.SO_SNDTIMEO)).toEqual([1, ...zeros(7), 0x20, 0xa1, 7, ...zeros(5)])
    sys.setOption(3, 'SO_TXTIME', { clockid: 11, flags: 3 })
    expect(stored(SOL_SOCKET, constants.SO_TXTIME)).toEqual([11, 0, 0, 0, 3, 0, 0, 0])
    sys.setOption(3, 'SO_BINDTODEVICE', 'eth0')
    expect(stored(SOL_SOCKET, constants.SO_BINDTODEVICE)).toEqual([...Buffer.from('eth0')])
  })

  it('are the structs of ip(7)', () => {
    const group = [239, 1, 2, 3]
    for (const [on, bytes] of [
      [undefined, zeros(8)],
      [0, zeros(8)],
      [258, [0, 0, 0, 0, 2, 1, 0, 0]],
      ['eth0', [0, 0, 0, 0, 7, 0, 0, 0]],
      ['192.0.2.1', [192, 0, 2, 1, 0, 0, 0, 0]],
    ] as const) {
      sys.setOption(3, 'IP_ADD_MEMBERSHIP', { group: '239.1.2.3', interface: on })
      expect(stored(IPPROTO_IP, constants.IP_ADD_MEMBERSHIP)).toEqual([...group, ...bytes])
      sys.setOption(3, 'IP_MULTICAST_IF', on ?? 0)
      expect(stored(IPPROTO_IP, constants.IP_MULTICAST_IF)).toEqual([...zeros(4), ...bytes])
    }
    sys.setOption(3, 'IP_BLOCK_SOURCE', { group: '239.1.2.3', source: '192.0.2.9', interface: '192.0.2.1' })
    expect(stored(IPPROTO_IP, constants.IP_BLOCK_SOURCE)).toEqual([...group, 192, 0, 2, 1, 192, 0, 2, 9])
  })

  it('are the structs of RFC 3493', () => {
    sys.setOption(3, 'IPV6_JOIN_GROUP', { group: 'ff02::102', interface: 'eth0' })
    expect(stored(IPPROTO_IPV6, constants.IPV6_JOIN_GROUP)).toEqual([0xff, 2, ...zeros(12), 1, 2, 7, 0, 0, 0])
  })

  it("are the structs of RFC 3678, at the level of the group's family", () => {
    sys.setOption(3, 'MCAST_JOIN_GROUP', { group: '239.1.2.3', interface: 258 })
    const inet = [2, 0, 0, 0, 239, 1, 2, 3, ...zeros(120)]
    expect(stored(IPPROTO_IP, constants.MCAST_JOIN_GROUP)).toEqual([2, 1, ...zeros(6), ...inet])
    expect(stored(IPPROTO_IPV6, constants.MCAST_JOIN_GROUP)).toEqual([])

    sys.setOption(3, 'MCAST_JOIN_SOURCE_GROUP', { group: 'ff3e::1', source: '2001:db8::2' })
    const group = [10, 0, ...zeros(6), 0xff, 0x3e, ...zeros(13), 1, ...zeros(104)]
    const source = [10, 0, ...zeros(6), 0x20, 1, 0xd, 0xb8, ...zeros(11), 2, ...zeros(104)]
    expect(stored(IPPROTO_IPV6, constants.MCAST_JOIN_SOURCE_GROUP)).toEqual([...zeros(8), ...group, ...source])
    expect(stored(IPPROTO_IP, constants.MCAST_JOIN_SOURCE_GROUP)).toEqual([])
  })

  it('are for a program its length and its address, at which the instructions lie', () => {
    const { sys, stored, memoryAt } = memoryKernel()
    sys.setOption(
      3,
      'SO_ATTACH_FILTER',
      bpf.assemble([bpf.ldb(8), bpf.jeq(1, 'keep'), bpf.ret(0), bpf.label('keep'), bpf.ret(-1)]),
    )
    const bytes = Uint8Array.from(stored(SOL_SOCKET, constants.SO_ATTACH_FILTER))
    expect(bytes.length).toBe(16)
    const view = new DataView(bytes.buffer)
    expect(view.getUint16(0, true)).toBe(4)
    expect([...(memoryAt(view.getBigUint64(8, true)) ?? [])]).toEqual([
      ...[0x30, 0, 0, 0, 8, 0, 0, 0],
      ...[0x15, 0, 1, 0, 1, 0, 0, 0],
      ...[0x06, 0, 0, 0, 0, 0, 0, 0],
      ...[0x06, 0, 0, 0, 255, 255, 255, 255],
    ])
  })
})

describe('the bytes of a big-endian machine', () => {
  const { sys, stored, store } = memoryKernel(linux(false))

  it('are in its order, but for those in network order', () => {
    sys.setOption(3, 'SO_RCVBUF', 0x01020304)
    expect(stored(SOL_SOCKET, constants.SO_RCVBUF)).toEqual([1, 2, 3, 4])
    sys.setOption(3, 'IP_UNICAST_IF', 258)
    expect(stored(IPPROTO_IP, constants.IP_UNICAST_IF)).toEqual([0, 0, 1, 2])
    expect(sys.getOption(3, 'IP_UNICAST_IF')).toBe(258)
    sys.setOption(3, 'IP_ADD_MEMBERSHIP', { group: '239.1.2.3', interface: 258 })
    expect(stored(IPPROTO_IP, constants.IP_ADD_MEMBERSHIP)).toEqual([239, 1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 2])
    store(SOL_SOCKET, constants.SO_PEERCRED, [0, 0, 1, 0, 0, 0, 0, 2, 255, 255, 255, 255])
    expect(sys.getOption(3, 'SO_PEERCRED')).toEqual({ pid: 256, uid: 2, gid: 2 ** 32 - 1 })
  })
})
