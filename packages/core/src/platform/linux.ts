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

      SHUT_RD: 0,
      SHUT_WR: 1,
      SHUT_RDWR: 2,

      POLLIN: 0x1,
      POLLPRI: 0x2,
      POLLOUT: 0x4,
      POLLERR: 0x8,
      POLLHUP: 0x10,
      POLLNVAL: 0x20,

      SIOCINQ: 0x541b,
      SIOCOUTQ: 0x5411,

      MSG_CTRUNC: 0x8,
      MSG_ERRQUEUE: 0x2000,
      MSG_WAITFORONE: 0x10000,
      MSG_CMSG_CLOEXEC: 0x40000000,
      MSG_PEEK: 0x2,
      MSG_TRUNC: 0x20,
      MSG_DONTWAIT: 0x40,
      MSG_ZEROCOPY: 0x4000000,

      UDP_SEGMENT: 103,
      UDP_GRO: 104,
      SCM_RIGHTS: 1,

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
      msghdr: {
        size: 56,
        name: 0,
        nameLength: { at: 8, size: 4 },
        iov: 16,
        iovLength: { at: 24, size: 8 },
        control: 32,
        controlLength: { at: 40, size: 8 },
        flags: { at: 48, size: 4 },
      },
      mmsghdr: { size: 64, length: { at: 56, size: 4 } },
      iovec: { size: 16, base: 0, length: { at: 8, size: 8 } },
      cmsghdr: {
        size: 16,
        length: { at: 0, size: 8 },
        level: { at: 8, size: 4 },
        type: { at: 12, size: 4 },
        align: 8,
      },
      pollfd: { size: 8, fd: { at: 0, size: 4 }, events: { at: 4, size: 2 }, revents: { at: 6, size: 2 } },
    },
  }
}
