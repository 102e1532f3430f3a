import { isIP, isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'
import {
  checkInteger,
  checkObject,
  checkString,
  Inet6Address,
  type Interface,
  invalidArgType,
  invalidArgValue,
  type Syscalls,
} from '@sendto/core'
import { refusal } from './descriptor.js'
import type { Handle } from './handle.js'

/** Which datagrams to a group are meant. */
export interface Membership {
  /**
   * The interface that they come in by: its index, its name, or one of its addresses. The kernel chooses by its routes unless given. What was joined by index or name is left
   * by either of them.
   */
  readonly interface?: Interface | undefined
  /** The sender, by an address of the group's family: source-specific multicast, RFC 4607. Any sender unless given. */
  readonly source?: string | undefined
}

/** IP_ADD_MEMBERSHIP of ip(7), or MCAST_JOIN_GROUP of RFC 3678. */
export function joinGroup({ sys, fd, descriptor }: Handle, group: string, membership: Membership): void {
  const { on, source } = checked(sys, group, membership)
  descriptor.check('setsockopt')
  if (typeof on === 'string') {
    if (source === undefined) sys.setOption(fd, 'IP_ADD_MEMBERSHIP', { group, interface: on })
    else sys.setOption(fd, 'IP_ADD_SOURCE_MEMBERSHIP', { group, source, interface: on })
  } else if (source === undefined) sys.setOption(fd, 'MCAST_JOIN_GROUP', { group, interface: on })
  else sys.setOption(fd, 'MCAST_JOIN_SOURCE_GROUP', { group, source, interface: on })
}

/** IP_DROP_MEMBERSHIP of ip(7), or MCAST_LEAVE_GROUP of RFC 3678. */
export function leaveGroup({ sys, fd, descriptor }: Handle, group: string, membership: Membership): void {
  const { on, source } = checked(sys, group, membership)
  descriptor.check('setsockopt')
  if (typeof on === 'string') {
    if (source === undefined) sys.setOption(fd, 'IP_DROP_MEMBERSHIP', { group, interface: on })
    else sys.setOption(fd, 'IP_DROP_SOURCE_MEMBERSHIP', { group, source, interface: on })
  } else if (source === undefined) sys.setOption(fd, 'MCAST_LEAVE_GROUP', { group, interface: on })
  else sys.setOption(fd, 'MCAST_LEAVE_SOURCE_GROUP', { group, source, interface: on })
}

/** The interface is its index, or, where the kernel itself finds it by that, its IPv4 address. */
function checked(
  sys: Syscalls,
  group: string,
  membership: Membership,
): { on: number | string; source: string | undefined } {
  checkString('group', group)
  const family = familyOfLiteral(group)
  if (family === 0) throw invalidArgValue('group', 'must be an IPv4 or IPv6 address, without a zone', group)
  checkObject('options', membership)
  const { interface: on = 0, source } = membership
  if (source !== undefined) {
    checkString('options.source', source)
    if (familyOfLiteral(source) !== family) {
      throw invalidArgValue('options.source', "must be an address of the group's family, without a zone", source)
    }
  }
  return { on: interfaceOf(sys, on, family === 4), source }
}

function interfaceOf(sys: Syscalls, on: unknown, isIPv4Group: boolean): number | string {
  if (typeof on === 'number') {
    checkInteger('options.interface', on, 0, 2 ** 31 - 1)
    return on
  }
  if (typeof on !== 'string')
    throw invalidArgType('options.interface', 'an index, a name or an address of an interface', on)
  if (isIP(on) === 0) return sys.if_nametoindex(on)
  if (isIPv4Group && isIPv4(on)) return on
  const percent = on.indexOf('%')
  if (percent < 0) return sys.if_nametoindex(nameOf(sys, on))
  const zone = on.slice(percent + 1)
  return /^\d{1,9}$/.test(zone) ? Number(zone) : sys.if_nametoindex(zone)
}

/** The name of the interface that has an address. There is no call for it that works for both families. */
function nameOf(sys: Syscalls, address: string): string {
  const wanted = isIPv4(address) ? address : new Inet6Address(address, 0).address
  for (const [name, addresses = []] of Object.entries(networkInterfaces())) {
    if (addresses.some(({ address }) => address === wanted)) return name
  }
  throw refusal(sys, 'ENODEV', 'setsockopt', `no interface has the address ${address}`)
}

/** 4, 6, or 0 for what is no address literal. */
function familyOfLiteral(text: string): number {
  return text.includes('%') ? 0 : isIP(text)
}
