import assert from 'node:assert/strict'
import type { Group, InetAddressInit, SourceGroup, Syscalls } from '@sendto/core'
import type { Case } from '../../case.js'
import type { CaseContext } from '../../context.js'
import { bytes, fails, text } from '../../expect.js'
import { type Fact, linkLocal, loopbackInterface, outerInterface } from '../../facts.js'
import { type Family, loopback, wildcard } from '../../inet.js'

/** Of the blocks for organizations (RFC 2365) and for source-specific multicast (RFC 4607); and of the interface alone. */
const groups = { IPv4: '239.255.83.17', IPv6: 'ff11::8317' } as const
const sourceGroups = { IPv4: '232.83.17.1', IPv6: 'ff31::8000:8317' } as const

/** Another address of this host, and one that is of none. */
const otherSource = '127.0.0.2'
const absent = { IPv4: '127.0.0.3', IPv6: '2001:db8::8317' } as const

interface Medium {
  readonly name: string
  readonly source: InetAddressInit
}

/** By which interface the datagrams go. IPv6 has no multicast on the loopback interface; a group of the scope of an interface leaves none. */
function medium(family: Family): Medium {
  if (family === 'IPv4') return { name: loopbackInterface(), source: { address: loopback.IPv4, port: 0 } }
  const { name, address, scopeId } = linkLocal() ?? assert.fail('no link-local address')
  return { name, source: { address, scopeId, port: 0 } }
}

const needs = { IPv4: [], IPv6: ['ipv6', 'linkLocal'] } as const satisfies Record<Family, readonly Fact[]>

/** A receiver that hears the groups that it joins alone, and senders to a group. */
function room(
  { sys, open, bound, receive }: CaseContext,
  family: Family,
  group: string,
  { name, source } = medium(family),
) {
  const index = sys.if_nametoindex(name)
  const receiver = bound(family, wildcard[family])
  const to = { address: group, port: receiver.address.port }
  sys.setOption(receiver.fd, family === 'IPv4' ? 'IP_MULTICAST_ALL' : 'IPV6_MULTICAST_ALL', false)

  const sender = (address: string) => {
    const fd = open(family)
    sys.bind(fd, { ...source, address })
    if (family === 'IPv4') sys.setOption(fd, 'IP_MULTICAST_IF', index)
    else sys.setOption(fd, 'IPV6_MULTICAST_IF', index)
    return fd
  }
  const own = sender(source.address)
  const direct = bound(family)
  return {
    name,
    index,
    source: source.address,
    receiver: receiver.fd,
    own,
    sender,
    hears() {
      sys.sendto(own, bytes('group'), 0, to)
      assert.equal(text(receive(receiver.fd).data), 'group')
    },
    /** What is sent to the receiver itself comes next, although something was sent to the group before it. */
    misses(from = own) {
      sys.sendto(from, bytes('group'), 0, to)
      sys.sendto(direct.fd, bytes('direct'), 0, { address: loopback[family], port: to.port })
      assert.equal(text(receive(receiver.fd).data), 'direct')
    },
  }
}

interface Join {
  readonly id: string
  readonly family: Family
  readonly title: string
  readonly join: (sys: Syscalls, fd: number, group: Group) => void
  readonly leave: (sys: Syscalls, fd: number, group: Group) => void
  readonly byAddress?: boolean
}

const joins: Join[] = [
  {
    id: 'ipv4',
    family: 'IPv4',
    title: 'IP_ADD_MEMBERSHIP and IP_DROP_MEMBERSHIP, by index, name and address',
    join: (sys, fd, group) => sys.setOption(fd, 'IP_ADD_MEMBERSHIP', group),
    leave: (sys, fd, group) => sys.setOption(fd, 'IP_DROP_MEMBERSHIP', group),
    byAddress: true,
  },
  {
    id: 'ipv6',
    family: 'IPv6',
    title: 'IPV6_JOIN_GROUP and IPV6_LEAVE_GROUP, by index and name',
    join: (sys, fd, group) => sys.setOption(fd, 'IPV6_JOIN_GROUP', group),
    leave: (sys, fd, group) => sys.setOption(fd, 'IPV6_LEAVE_GROUP', group),
  },
  ...(['IPv4', 'IPv6'] as const).map((family) => ({
    id: `either-${family.toLowerCase()}`,
    family,
    title: `MCAST_JOIN_GROUP and MCAST_LEAVE_GROUP, by index and name (${family})`,
    join: (sys: Syscalls, fd: number, group: Group) => sys.setOption(fd, 'MCAST_JOIN_GROUP', group),
    leave: (sys: Syscalls, fd: number, group: Group) => sys.setOption(fd, 'MCAST_LEAVE_GROUP', group),
  })),
]

const joinCases: Case[] = joins.map(({ id, family, title, join, leave, byAddress = false }) => ({
  id: `setOption/multicast-${id}`,
  title: `setOption joins and leaves a multicast group with ${title}`,
  platforms: ['linux'],
  needs: needs[family],
  run(context) {
    const { sys } = context
    const { name, index, receiver: fd, hears, misses } = room(context, family, groups[family])
    misses()
    for (const each of byAddress ? [index, name, loopback.IPv4] : [index, name]) {
      const group = { group: groups[family], interface: each }
      join(sys, fd, group)
      hears()
      fails('EADDRINUSE', 'setsockopt', () => join(sys, fd, group))
      leave(sys, fd, group)
      misses()
      fails('EADDRNOTAVAIL', 'setsockopt', () => leave(sys, fd, group))
    }
    fails('ENODEV', 'setsockopt', () => join(sys, fd, { group: groups[family], interface: 2 ** 31 - 1 }))
    fails('ENODEV', 'if_nametoindex', () => join(sys, fd, { group: groups[family], interface: 'no-such-device' }))
    fails('EINVAL', 'setsockopt', () => join(sys, fd, { group: loopback[family], interface: index }))
  },
}))

const sourceCases: Case[] = (['IPv4', 'IPv6'] as const).map((family) => ({
  id: `setOption/multicast-source-either-${family.toLowerCase()}`,
  title: `setOption of MCAST_JOIN_SOURCE_GROUP lets one source be heard, MCAST_LEAVE_SOURCE_GROUP none any more (${family})`,
  platforms: ['linux'],
  needs: needs[family],
  run(context) {
    const { sys } = context
    const { name, index, source, receiver: fd, hears, misses } = room(context, family, sourceGroups[family])
    for (const each of [index, name]) {
      const from = (one: string): SourceGroup => ({ group: sourceGroups[family], source: one, interface: each })
      sys.setOption(fd, 'MCAST_JOIN_SOURCE_GROUP', from(absent[family]))
      misses()
      sys.setOption(fd, 'MCAST_JOIN_SOURCE_GROUP', from(source))
      hears()
      sys.setOption(fd, 'MCAST_LEAVE_SOURCE_GROUP', from(source))
      misses()
      sys.setOption(fd, 'MCAST_LEAVE_SOURCE_GROUP', from(absent[family]))
      fails('EINVAL', 'setsockopt', () => sys.setOption(fd, 'MCAST_LEAVE_SOURCE_GROUP', from(absent[family])))
    }
  },
}))

const blockCases: Case[] = (['IPv4', 'IPv6'] as const).map((family) => ({
  id: `setOption/multicast-block-either-${family.toLowerCase()}`,
  title: `setOption of MCAST_BLOCK_SOURCE silences one source of a group, until MCAST_UNBLOCK_SOURCE (${family})`,
  platforms: ['linux'],
  needs: needs[family],
  run(context) {
    const { sys } = context
    const { index, source, receiver: fd, hears, misses } = room(context, family, groups[family])
    const blocked = { group: groups[family], source, interface: index }
    sys.setOption(fd, 'MCAST_JOIN_GROUP', blocked)
    hears()
    sys.setOption(fd, 'MCAST_BLOCK_SOURCE', blocked)
    misses()
    sys.setOption(fd, 'MCAST_UNBLOCK_SOURCE', blocked)
    hears()
  },
}))

/** Multicast by way of the loopback interface. */
export const multicastCases: Case[] = [
  ...joinCases,
  ...sourceCases,
  ...blockCases,
  {
    id: 'setOption/multicast-source-ipv4',
    title:
      'setOption of IP_ADD_SOURCE_MEMBERSHIP lets one source be heard and no other, IP_DROP_SOURCE_MEMBERSHIP none any more',
    platforms: ['linux'],
    run(context) {
      const { sys } = context
      const { receiver: fd, hears, misses, sender } = room(context, 'IPv4', sourceGroups.IPv4)
      const other = sender(otherSource)
      const source = { group: sourceGroups.IPv4, source: loopback.IPv4, interface: loopback.IPv4 }
      sys.setOption(fd, 'IP_ADD_SOURCE_MEMBERSHIP', source)
      hears()
      misses(other)
      sys.setOption(fd, 'IP_DROP_SOURCE_MEMBERSHIP', source)
      misses()
    },
  },
  {
    id: 'setOption/multicast-block-ipv4',
    title: 'setOption of IP_BLOCK_SOURCE silences one source of a group, until IP_UNBLOCK_SOURCE',
    platforms: ['linux'],
    run(context) {
      const { sys } = context
      const { receiver: fd, hears, misses } = room(context, 'IPv4', groups.IPv4)
      const source = { group: groups.IPv4, source: loopback.IPv4, interface: loopback.IPv4 }
      sys.setOption(fd, 'IP_ADD_MEMBERSHIP', source)
      sys.setOption(fd, 'IP_BLOCK_SOURCE', source)
      misses()
      sys.setOption(fd, 'IP_UNBLOCK_SOURCE', source)
      hears()
    },
  },
  {
    id: 'setOption/multicast-all',
    title:
      'setOption of IP_MULTICAST_ALL to false hides the groups that somebody else has joined, which a socket receives by default',
    constants: ['IP_MULTICAST_ALL'],
    run(context) {
      const { sys, open } = context
      const { index, receiver: fd, hears, misses } = room(context, 'IPv4', groups.IPv4)
      sys.setOption(open(), 'IP_ADD_MEMBERSHIP', { group: groups.IPv4, interface: index })
      misses()
      sys.setOption(fd, 'IP_MULTICAST_ALL', true)
      hears()
      sys.setOption(fd, 'IP_MULTICAST_ALL', false)
      misses()
    },
  },
  ...(['IPv4', 'IPv6'] as const).map(
    (family): Case => ({
      id: `setOption/multicast-loop-${family.toLowerCase()}`,
      title: `setOption of the multicast loop to false keeps what is sent from the host's own members (${family})`,
      platforms: ['linux'],
      needs: family === 'IPv4' ? ['outerInterface'] : needs.IPv6,
      run(context) {
        const { sys } = context
        const outer = family === 'IPv4' ? outerInterface() : undefined
        const by = outer && { name: outer.name, source: { address: outer.address, port: 0 } }
        const { index, receiver, own, hears, misses } = room(context, family, groups[family], by)
        // Nothing is to leave the host.
        if (family === 'IPv4') sys.setOption(own, 'IP_MULTICAST_TTL', 0)
        sys.setOption(receiver, 'MCAST_JOIN_GROUP', { group: groups[family], interface: index })
        hears()
        sys.setOption(own, family === 'IPv4' ? 'IP_MULTICAST_LOOP' : 'IPV6_MULTICAST_LOOP', false)
        misses()
      },
    }),
  ),
  {
    id: 'setOption/multicast-interface',
    title: 'setOption of IP_MULTICAST_IF takes an interface by index, name and address, and is read back as an address',
    platforms: ['linux'],
    run({ sys, open }) {
      const fd = open()
      const name = loopbackInterface()
      sys.setOption(fd, 'IP_MULTICAST_IF', loopback.IPv4)
      assert.equal(sys.getOption(fd, 'IP_MULTICAST_IF'), loopback.IPv4)
      sys.setOption(fd, 'IP_MULTICAST_IF', 0)
      assert.equal(sys.getOption(fd, 'IP_MULTICAST_IF'), wildcard.IPv4)
      for (const each of [name, sys.if_nametoindex(name)]) sys.setOption(fd, 'IP_MULTICAST_IF', each)
      fails('EADDRNOTAVAIL', 'setsockopt', () => sys.setOption(fd, 'IP_MULTICAST_IF', 2 ** 31 - 1))
    },
  },
  {
    id: 'setOption/multicast-interface-ipv6',
    title: 'setOption of IPV6_MULTICAST_IF takes an interface by index and name, and is read back as an index',
    platforms: ['linux'],
    needs: ['ipv6'],
    run({ sys, open }) {
      const fd = open('IPv6')
      const name = loopbackInterface()
      const index = sys.if_nametoindex(name)
      for (const each of [name, index]) {
        sys.setOption(fd, 'IPV6_MULTICAST_IF', each)
        assert.equal(sys.getOption(fd, 'IPV6_MULTICAST_IF'), index)
        sys.setOption(fd, 'IPV6_MULTICAST_IF', 0)
        assert.equal(sys.getOption(fd, 'IPV6_MULTICAST_IF'), 0)
      }
      fails('ENODEV', 'setsockopt', () => sys.setOption(fd, 'IPV6_MULTICAST_IF', 2 ** 31 - 1))
    },
  },
]
