import { AF_INET6, type BackendName, openSyscalls, SOCK_DGRAM } from 'sendto'

/** Why nothing can be bound to the loopback address of IPv6 here, or undefined. */
export function whyNoIPv6(backend: BackendName): string | undefined {
  const { socket, bind, close } = openSyscalls({ backend })
  let fd = -1
  try {
    fd = socket(AF_INET6, SOCK_DGRAM)
    bind(fd, { address: '::1', port: 0 })
    return undefined
  } catch (error) {
    return `this host has no ::1: ${(error as Error).message}`
  } finally {
    if (fd >= 0) close(fd)
  }
}
