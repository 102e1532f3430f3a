import type { Address, Syscalls, WritableOption } from '@sendto/core'
import type { OpenOptions, SocketOptions } from './options.js'
import { setPathMtuDiscovery } from './path-mtu.js'

type Family = Address['family']

/** Opens a non-blocking socket of a family and sets its options. Nothing is left open where a step fails. */
export function openSocket(sys: Syscalls, family: Family, options: OpenOptions): number {
  const { SOCK_DGRAM, SOCK_NONBLOCK = 0, IPPROTO_ICMP, IPPROTO_ICMPV6 } = sys.backend.platform.constants
  const protocol = options.protocol !== 'icmp' ? 0 : family === 'IPv6' ? IPPROTO_ICMPV6 : IPPROTO_ICMP
  const fd = sys.socket(domainOf(sys, family), SOCK_DGRAM | SOCK_NONBLOCK, protocol)
  return closedOnFailure(sys, fd, () => {
    if (SOCK_NONBLOCK === 0) sys.setNonblocking(fd, true)
    setOptions(sys, fd, family, options)
    return fd
  })
}

/** Does what comes after a descriptor was opened, and closes it if that fails. */
export function closedOnFailure<T>(sys: Syscalls, fd: number, then: () => T): T {
  try {
    return then()
  } catch (error) {
    sys.close(fd)
    throw error
  }
}

function setOptions(sys: Syscalls, fd: number, family: Family, options: OpenOptions): void {
  const { reuseAddress, reusePort, ipv6Only, broadcast, pathMtuDiscovery } = options
  if (reuseAddress !== undefined) sys.setOption(fd, 'SO_REUSEADDR', reuseAddress)
  if (reusePort !== undefined) sys.setOption(fd, 'SO_REUSEPORT', reusePort)
  if (broadcast !== undefined) sys.setOption(fd, 'SO_BROADCAST', broadcast)
  if (ipv6Only !== undefined) sys.setOption(fd, 'IPV6_V6ONLY', ipv6Only)
  if (pathMtuDiscovery !== undefined) setPathMtuDiscovery(sys, fd, family, pathMtuDiscovery)
  setNamedOptions(sys, fd, options)
  setReceiveOffload(sys, fd, family, options)
}

/** Sets on a descriptor that others share what was asked for, and nothing else: they would receive joined datagrams too. */
export function setAdoptedOptions(sys: Syscalls, fd: number, options: SocketOptions): void {
  setNamedOptions(sys, fd, options)
  if (options.receiveOffload !== undefined) sys.setOption(fd, 'UDP_GRO', options.receiveOffload)
}

function setNamedOptions(sys: Syscalls, fd: number, { options: named = {} }: SocketOptions): void {
  for (const [name, value] of Object.entries(named)) {
    if (value !== undefined) sys.setOption(fd, name as WritableOption, value as never)
  }
}

/** Has the kernel join what it receives, where it can and nobody objects. */
function setReceiveOffload(sys: Syscalls, fd: number, family: Family, { receiveOffload, protocol }: OpenOptions): void {
  const { receiveOffload: isThere } = sys.backend.capabilities
  const isUdp = (family === 'IPv4' || family === 'IPv6') && protocol !== 'icmp'
  if (receiveOffload ?? (isThere && isUdp)) sys.setOption(fd, 'UDP_GRO', true)
}

/** The domain of a family's sockets. */
export function domainOf(sys: Syscalls, family: Family): number {
  const { AF_INET, AF_INET6, AF_UNIX } = sys.backend.platform.constants
  if (family === 'IPv4') return AF_INET
  if (family === 'IPv6') return AF_INET6
  return family === 'unix' ? AF_UNIX : family
}
