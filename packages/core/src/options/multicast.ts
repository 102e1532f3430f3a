import type { InetFields } from '../address/inet.js'
import { parseIPv4 } from '../address/ipv4.js'
import { parseIPv6 } from '../address/ipv6.js'
import { encodeSockaddr } from '../address/sockaddr.js'
import { invalidArgValue } from '../argument-errors.js'
import { Struct } from '../platform/fields.js'
import type { Platform } from '../platform/platform.js'
import { checkObject, checkString } from '../validate.js'
import { asAddress, type Interface, interfaceIndex, interfaceOrAddress } from './interface.js'
import type { Writable } from './kind.js'

/** A multicast group, on one interface; the kernel chooses by its routes where none, or 0, is given. */
export interface Group {
  /** The group's address. */
  readonly group: string
  readonly interface?: Interface | undefined
}

/** What one sender sends to a group: source-specific multicast, RFC 4607. */
export interface SourceGroup extends Group {
  /** The sender's address, of the group's family. */
  readonly source: string
}

/** `struct ip_mreqn`, ip(7): the interface by index, name, or address. */
export const membership: Writable<Group> = {
  encode(context, value) {
    checkObject('value', value)
    const { group, interface: on = 0 } = value
    const groupBytes = inet('value.group', group)
    const { index, address } = interfaceOrAddress(context, 'value.interface', on)
    const { platform } = context.backend
    const { ip_mreqn, ip_mreq } = platform.layouts
    const bytes = new Uint8Array((ip_mreqn ?? ip_mreq).size)
    bytes.set(groupBytes, (ip_mreqn ?? ip_mreq).group)
    if (ip_mreqn === undefined) {
      bytes.set(index === 0 ? address : asAddress(index), ip_mreq.interface)
    } else {
      bytes.set(address, ip_mreqn.interface)
      new Struct(platform, bytes).set(0, ip_mreqn.interfaceIndex, index)
    }
    return bytes
  },
}

/** `struct ip_mreq_source`, RFC 3678: the interface by its address alone. */
export const sourceMembership: Writable<SourceGroup & { readonly interface?: string | undefined }> = {
  encode({ backend: { platform } }, value) {
    checkObject('value', value)
    const { group, source, interface: on = '0.0.0.0' } = value
    const layout = platform.layouts.ip_mreq_source
    const bytes = new Uint8Array(layout.size)
    bytes.set(inet('value.group', group), layout.group)
    bytes.set(inet('value.source', source), layout.source)
    bytes.set(inet('value.interface', on), layout.interface)
    return bytes
  },
}

/** `struct ipv6_mreq`, RFC 3493. */
export const membership6: Writable<Group> = {
  encode(context, value) {
    checkObject('value', value)
    const { group, interface: on = 0 } = value
    const { platform } = context.backend
    const layout = platform.layouts.ipv6_mreq
    const bytes = new Uint8Array(layout.size)
    checkString('value.group', group)
    if (!parseIPv6(group, bytes, layout.group)) {
      throw invalidArgValue('value.group', 'must be an IPv6 address without a zone', group)
    }
    new Struct(platform, bytes).set(0, layout.interfaceIndex, interfaceIndex(context, 'value.interface', on))
    return bytes
  },
}

/** `struct group_req`, RFC 3678: for both families. */
export const group: Writable<Group> = {
  encode(context, value) {
    checkObject('value', value)
    const { group, interface: on = 0 } = value
    const groupFields = fieldsOf('value.group', group)
    const { platform } = context.backend
    const layout = platform.layouts.group_req
    const bytes = new Uint8Array(layout.size)
    encodeSockaddr(platform, groupFields, bytes.subarray(layout.group))
    new Struct(platform, bytes).set(0, layout.interfaceIndex, interfaceIndex(context, 'value.interface', on))
    return bytes
  },
}

/** `struct group_source_req`, RFC 3678: for both families. */
export const sourceGroup: Writable<SourceGroup> = {
  encode(context, value) {
    checkObject('value', value)
    const { group, source, interface: on = 0 } = value
    const groupFields = fieldsOf('value.group', group)
    const sourceFields = fieldsOf('value.source', source)
    if (sourceFields.family !== groupFields.family) {
      throw invalidArgValue('value.source', 'must be of the same family as the group', source)
    }
    const { platform } = context.backend
    const layout = platform.layouts.group_source_req
    const bytes = new Uint8Array(layout.size)
    encodeSockaddr(platform, groupFields, bytes.subarray(layout.group))
    encodeSockaddr(platform, sourceFields, bytes.subarray(layout.source))
    new Struct(platform, bytes).set(0, layout.interfaceIndex, interfaceIndex(context, 'value.interface', on))
    return bytes
  },
}

/** The level of `group_req` and `group_source_req`: that of the group's family. */
export function levelOfGroup(platform: Platform, bytes: Uint8Array): 'IPPROTO_IP' | 'IPPROTO_IPV6' {
  const { group_req, sockaddrHasLength } = platform.layouts
  const size = sockaddrHasLength ? 1 : 2
  const family = new Struct(platform, bytes).get(group_req.group, { at: sockaddrHasLength ? 1 : 0, size })
  return family === platform.constants.AF_INET ? 'IPPROTO_IP' : 'IPPROTO_IPV6'
}

function inet(argument: string, text: unknown): Uint8Array {
  checkString(argument, text)
  const bytes = new Uint8Array(4)
  if (!parseIPv4(text, bytes, 0)) throw invalidArgValue(argument, 'must be an IPv4 address', text)
  return bytes
}

function fieldsOf(argument: string, text: unknown): InetFields {
  checkString(argument, text)
  const bytes = new Uint8Array(16)
  if (parseIPv4(text, bytes, 0)) return { family: 'IPv4', port: 0, bytes: bytes.subarray(0, 4) }
  if (parseIPv6(text, bytes, 0)) return { family: 'IPv6', port: 0, bytes, flowInfo: 0, scopeId: 0 }
  throw invalidArgValue(argument, 'must be an IPv4 or IPv6 address, without a zone', text)
}
