import { describe, expect, expectTypeOf, it } from 'vitest'
import { type bpf, type Credentials, type MemoryInfo, optionTable, type Syscalls } from '../../src/index.js'
import { linux } from '../../src/platform/linux/index.js'
import { memoryKernel } from '../support/options.js'

describe('the table of options', () => {
  it('names constants, and levels that every platform with the option has', () => {
    const { constants } = linux(true)
    for (const [name, { level }] of Object.entries(optionTable)) {
      expect(Object.keys(constants)).toContain(name)
      if (typeof level === 'string') expect(Object.keys(constants)).toContain(level)
    }
  })

  it('names what this product asks for', () => {
    expect(Object.keys(optionTable)).toEqual(expect.arrayContaining(asked.trim().split(/\s+/)))
  })

  it('gives each name its types', () => {
    const { sys } = memoryKernel()
    expectTypeOf(sys.getOption(3, 'SO_RCVBUF')).toEqualTypeOf<number>()
    expectTypeOf(sys.getOption(3, 'IP_RECVERR')).toEqualTypeOf<boolean>()
    expectTypeOf(sys.getOption(3, 'SO_COOKIE')).toEqualTypeOf<bigint>()
    expectTypeOf(sys.getOption(3, 'SO_ERROR')).toEqualTypeOf<string | null>()
    expectTypeOf(sys.getOption(3, 'SO_PEERCRED')).toEqualTypeOf<Credentials>()
    expectTypeOf(sys.getOption(3, 'SO_MEMINFO')).toEqualTypeOf<MemoryInfo>()
    expectTypeOf(sys.setOption<'SO_ATTACH_FILTER'>)
      .parameter(2)
      .toEqualTypeOf<bpf.Program>()
    expectTypeOf(sys.setOption<'SO_MAX_PACING_RATE'>)
      .parameter(2)
      .toEqualTypeOf<bigint | number>()
  })

  it('refuses in its types what cannot be read or set', () => {
    const wrong = (sys: Syscalls) => {
      // @ts-expect-error It can only be read.
      sys.setOption(3, 'SO_TYPE', 2)
      // @ts-expect-error It can only be set.
      sys.getOption(3, 'SO_ATTACH_FILTER')
      // @ts-expect-error It is a number.
      sys.setOption(3, 'SO_RCVBUF', true)
      // @ts-expect-error It has no such word.
      sys.setOption(3, 'IP_MTU_DISCOVER', 'NEVER')
      // @ts-expect-error There is none of that name.
      sys.setOption(3, 'SO_NOTHING', 1)
    }
    expect(wrong).toBeTypeOf('function')
  })
})

const asked = `
  SO_RCVBUF SO_SNDBUF SO_RCVBUFFORCE SO_SNDBUFFORCE SO_REUSEADDR SO_REUSEPORT SO_BROADCAST IP_TTL IPV6_UNICAST_HOPS IP_TOS IPV6_TCLASS
  IP_MTU_DISCOVER IP_MTU IPV6_MTU_DISCOVER IPV6_MTU IPV6_DONTFRAG IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP IP_ADD_SOURCE_MEMBERSHIP
  IP_DROP_SOURCE_MEMBERSHIP IP_BLOCK_SOURCE IP_UNBLOCK_SOURCE IPV6_JOIN_GROUP IPV6_LEAVE_GROUP MCAST_JOIN_GROUP MCAST_LEAVE_GROUP
  MCAST_JOIN_SOURCE_GROUP MCAST_LEAVE_SOURCE_GROUP MCAST_BLOCK_SOURCE MCAST_UNBLOCK_SOURCE IP_MULTICAST_LOOP IPV6_MULTICAST_LOOP
  IP_MULTICAST_TTL IPV6_MULTICAST_HOPS IP_MULTICAST_IF IPV6_MULTICAST_IF IP_MULTICAST_ALL IPV6_MULTICAST_ALL SO_BINDTODEVICE SO_MARK
  SO_PRIORITY IP_FREEBIND IPV6_FREEBIND IP_TRANSPARENT IPV6_TRANSPARENT SO_BUSY_POLL SO_INCOMING_CPU SO_RCVTIMEO SO_SNDTIMEO SO_TIMESTAMPNS
  SO_TIMESTAMPING SO_RXQ_OVFL UDP_SEGMENT UDP_GRO IP_RECVERR IPV6_RECVERR IP_PKTINFO IPV6_RECVPKTINFO IP_RECVTOS IPV6_RECVTCLASS IP_RECVTTL
  IPV6_RECVHOPLIMIT SO_ZEROCOPY SO_ERROR SO_TYPE SO_DOMAIN SO_PROTOCOL SO_COOKIE SO_SELECT_ERR_QUEUE SO_PASSCRED SO_PEERCRED SO_MEMINFO
  SO_TXTIME SO_MAX_PACING_RATE SO_BINDTOIFINDEX IP_BIND_ADDRESS_NO_PORT IPV6_RECVPATHMTU UDP_ENCAP SO_ATTACH_FILTER SO_DETACH_FILTER
  SO_LOCK_FILTER SO_ATTACH_REUSEPORT_CBPF SO_DETACH_REUSEPORT_BPF IPV6_V6ONLY
`
