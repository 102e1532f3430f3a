import { isIPv4, isIPv6 } from 'node:net'
import type { DatagramSocket, Syscalls } from 'sendto'
import type { Endpoint } from './endpoint.js'
import { errno } from './errors.js'

/** Groups and interfaces, told as text as libuv is told them: the address of a group decides the family, and a zone is the name of an interface. */

export function changeMembership(endpoint: Endpoint, isJoin: boolean, group: unknown, on: unknown): number {
  const [address, asked] = [`${group}`, on === undefined || on === null ? undefined : `${on}`]
  if (isIPv4(address)) {
    return endpoint.bound('IPv4', (socket) => {
      const membership = { group: address, interface: addressOf(asked) }
      if (isJoin) socket.setOption('IP_ADD_MEMBERSHIP', membership)
      else socket.setOption('IP_DROP_MEMBERSHIP', membership)
    })
  }
  if (!isIPv6(address)) return errno('EINVAL')
  return endpoint.bound('IPv6', (socket) => {
    const membership = { group: withoutZone(address), interface: indexOf(socket.syscalls, asked) }
    if (isJoin) socket.setOption('IPV6_ADD_MEMBERSHIP', membership)
    else socket.setOption('IPV6_DROP_MEMBERSHIP', membership)
  })
}

export function changeSource(endpoint: Endpoint, isJoin: boolean, from: unknown, group: unknown, on: unknown): number {
  const [source, address] = [`${from}`, `${group}`]
  const asked = on === undefined || on === null ? undefined : `${on}`
  if (isIPv4(address)) {
    if (!isIPv4(source)) return errno('EINVAL')
    return endpoint.bound('IPv4', (socket) => {
      const membership = { group: address, source, interface: addressOf(asked) }
      if (isJoin) socket.setOption('IP_ADD_SOURCE_MEMBERSHIP', membership)
      else socket.setOption('IP_DROP_SOURCE_MEMBERSHIP', membership)
    })
  }
  if (!isIPv6(address) || !isIPv6(source)) return errno('EINVAL')
  return endpoint.bound('IPv6', (socket) => {
    const on = indexOf(socket.syscalls, asked)
    const membership = { group: withoutZone(address), source: withoutZone(source), interface: on }
    if (isJoin) socket.setOption('MCAST_JOIN_SOURCE_GROUP', membership)
    else socket.setOption('MCAST_LEAVE_SOURCE_GROUP', membership)
  })
}

export function setMulticastInterface(endpoint: Endpoint, address: string): number {
  if (isIPv4(address)) return endpoint.with((socket) => socket.setOption('IP_MULTICAST_IF', address))
  if (!isIPv6(address)) return errno('EINVAL')
  return endpoint.with((socket) => setIndex(socket, address))
}

function setIndex(socket: DatagramSocket, address: string): void {
  socket.setOption('IPV6_MULTICAST_IF', indexOf(socket.syscalls, address))
}

function addressOf(on: string | undefined): string {
  if (on !== undefined && !isIPv4(on)) throw new TypeError('no IPv4 address')
  return on ?? '0.0.0.0'
}

// An interface that does not exist is any: so it is in libuv.
function indexOf(sys: Syscalls, on: string | undefined): number {
  if (on === undefined) return 0
  if (!isIPv6(on)) throw new TypeError('no IPv6 address')
  const [, zone] = on.split('%')
  if (zone === undefined) return 0
  try {
    return sys.if_nametoindex(zone)
  } catch {
    return 0
  }
}

function withoutZone(address: string): string {
  return address.split('%', 1)[0] as string
}
