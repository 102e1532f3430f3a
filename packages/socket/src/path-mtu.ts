import type {
  Address,
  AddressInit,
  InetAddress,
  OptionInput,
  ReadableOption,
  Syscalls,
  WritableOption,
} from '@sendto/core'
import type { Handle } from './handle.js'
import { domainOf } from './open.js'

/** What the kernel does where a datagram does not fit its path: IP_MTU_DISCOVER of ip(7). */
export type PathMtuDiscovery = OptionInput<'IP_MTU_DISCOVER'>

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
