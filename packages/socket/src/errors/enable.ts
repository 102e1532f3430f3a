import { declares, SyscallError, UnsupportedError } from '@sendto/core'
import type { Handle } from '../handle.js'

/**
 * Has the kernel keep the ICMP errors that a socket's datagrams meet: IP_RECVERR of ip(7), IPV6_RECVERR of ipv6(7). A socket of IPv6 may send to IPv4 addresses too,
 * whose errors only the option of that family keeps.
 */
export function enableErrorQueue({ sys, fd, family }: Handle): void {
  const { platform, name, capabilities } = sys.backend
  if (!declares(capabilities, 'errorQueue')) throw new UnsupportedError(platform, name, 'errorQueue', 'recvmsg')
  if (family === 'IPv6') sys.setOption(fd, 'IPV6_RECVERR', true)
  try {
    // What has no such errors refuses it.
    sys.setOption(fd, 'IP_RECVERR', true)
  } catch (error) {
    // A raw socket of IPv6 speaks no IPv4, and has none of its options.
    const isRaw6 = family === 'IPv6' && sys.getOption(fd, 'SO_TYPE') === platform.constants.SOCK_RAW
    if (!(isRaw6 && error instanceof SyscallError && error.code === 'ENOPROTOOPT')) throw error
  }
}
