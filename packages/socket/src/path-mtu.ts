import {
  type Address,
  type AddressInit,
  type InetAddress,
  invalidArgValue,
  type ReadableOption,
  type Syscalls,
  type WritableOption,
} from '@sendto/core'
import type { Handle } from './handle.js'
import { domainOf } from './open.js'

const discoveries = ['DONT', 'WANT', 'DO', 'PROBE'] as const

/** What the kernel does with a datagram that is longer than its path takes: the last word of IP_PMTUDISC_DO and its like, ip(7). */
export type PathMtuDiscovery = (typeof discoveries)[number]

export function checkPathMtuDiscovery(argument: string, how: unknown): asserts how is PathMtuDiscovery {
  if ((discoveries as readonly unknown[]).includes(how)) return
  throw invalidArgValue(argument, `must be one of ${discoveries.join(', ')}`, how)
}

/** Sets whether datagrams may be fragmented, for each family that the socket speaks. */
export function setPathMtuDiscovery(sys: Syscalls, fd: number, family: Address['family'], how: PathMtuDiscovery): void {
  if (family === 'IPv6') sys.setOption(fd, 'IPV6_MTU_DISCOVER', how)
  sys.setOption(fd, 'IP_MTU_DISCOVER', how)
}

/** What has a say in the route of a socket's datagrams, beside its address. */
const routing = [
  'SO_BINDTODEVICE',
  'SO_MARK',
  'SO_BROADCAST',
  'IP_UNICAST_IF',
  'IPV6_UNICAST_IF',
] as const satisfies (ReadableOption & WritableOption)[]

/**
 * The MTU of the path that datagrams of a socket take to an address, as far as this host knows, in bytes: IP_MTU of ip(7). It reads on a connected socket alone, hence
 * from one that is opened for the purpose, sends nothing, and goes the same way.
 */
export function pathMtu({ sys, fd, family }: Handle, to: AddressInit): number {
  // Refuses for what has no path, as the kernel does.
  if (family !== 'IPv4' && family !== 'IPv6') return sys.getOption(fd, 'IP_MTU')
  const { constants } = sys.backend.platform
  const probe = sys.socket(domainOf(sys, family), constants.SOCK_DGRAM)
  try {
    for (const name of routing) {
      if (constants[name] === undefined || (family === 'IPv4' && name === 'IPV6_UNICAST_IF')) continue
      const value = sys.getOption(fd, name)
      if (value) sys.setOption(probe, name, value as never)
    }
    const local = sys.getsockname(fd)
    if (local.port !== undefined && !isUnspecified(local)) sys.bind(probe, { ...local, port: 0 })
    sys.connect(probe, to)
    return sys.getOption(probe, family === 'IPv6' ? 'IPV6_MTU' : 'IP_MTU')
  } finally {
    sys.close(probe)
  }
}

function isUnspecified({ address }: InetAddress): boolean {
  return address === '::' || address === '0.0.0.0'
}
