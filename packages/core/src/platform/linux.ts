import { linuxErrno } from './linux-errno.js'
import type { Platform } from './platform.js'

/** Linux with a 64-bit ABI: socket(7), ip(7), ipv6(7), unix(7). */
export function linux(littleEndian: boolean): Platform {
  return {
    name: 'linux',
    littleEndian,
    constants: {
      AF_UNSPEC: 0,
      AF_UNIX: 1,
      AF_INET: 2,
      AF_INET6: 10,

      SOCK_DGRAM: 2,
      SOCK_RAW: 3,
      SOCK_CLOEXEC: 0o2000000,
      SOCK_NONBLOCK: 0o4000,

      IPPROTO_IP: 0,
      IPPROTO_ICMP: 1,
      IPPROTO_UDP: 17,
      IPPROTO_IPV6: 41,
      IPPROTO_ICMPV6: 58,

      MSG_PEEK: 0x2,
      MSG_TRUNC: 0x20,
      MSG_DONTWAIT: 0x40,
      MSG_ZEROCOPY: 0x4000000,

      SOL_SOCKET: 1,
      SO_REUSEADDR: 2,
      SO_REUSEPORT: 15,
      SO_BROADCAST: 6,
      SO_SNDBUF: 7,
      SO_RCVBUF: 8,
      SO_RCVTIMEO: 20,
      SO_SNDTIMEO: 21,
      IPV6_V6ONLY: 26,
    },
    errno: linuxErrno,
    layouts: {
      sockaddrHasLength: false,
      timeval: { seconds: 8, microseconds: 8, size: 16 },
    },
  }
}
