/**
 * What is included, by platform: one list for each translation unit. On Linux the C library's headers and the kernel's define the same structs, and neither
 * has every constant: each gets a unit of its own.
 */
export const units: Readonly<Record<string, readonly Unit[]>> = {
  linux: [
    {
      before: ['#define _GNU_SOURCE'],
      required: 'sys/socket.h',
      headers: [
        'sys/time.h',
        'sys/un.h',
        'sys/ioctl.h',
        'fcntl.h',
        'netinet/in.h',
        'netinet/udp.h',
        'netinet/icmp6.h',
        'net/if.h',
        'poll.h',
        'time.h',
        'errno.h',
      ],
    },
    {
      before: [],
      required: 'asm/socket.h',
      headers: [
        'linux/time.h',
        'asm/ioctls.h',
        'linux/sockios.h',
        'linux/in.h',
        'linux/in6.h',
        'linux/ipv6.h',
        'linux/udp.h',
        'linux/icmp.h',
        'linux/icmpv6.h',
        'linux/net_tstamp.h',
        'linux/errqueue.h',
        'linux/sock_diag.h',
        'linux/filter.h',
        'linux/errno.h',
      ],
    },
  ],
  darwin: [
    {
      // Without it in6.h gives the numbers of RFC 2292 or none.
      before: ['#define __APPLE_USE_RFC_3542'],
      required: 'sys/socket.h',
      headers: [
        'sys/types.h',
        'sys/time.h',
        'sys/un.h',
        'sys/ioctl.h',
        'fcntl.h',
        'netinet/in.h',
        'netinet/udp.h',
        'net/if.h',
        'poll.h',
        'time.h',
        'errno.h',
      ],
    },
  ],
  freebsd: [
    {
      before: [],
      required: 'sys/socket.h',
      headers: [
        'sys/types.h',
        'sys/time.h',
        'sys/un.h',
        'sys/ioctl.h',
        'fcntl.h',
        'netinet/in.h',
        'netinet/udp.h',
        'netinet/udplite.h',
        'net/if.h',
        'poll.h',
        'time.h',
        'errno.h',
      ],
    },
  ],
  win32: [
    {
      // The last keeps out the clocks of winpthreads, which comes with MinGW and not with Windows.
      before: ['#define _WIN32_WINNT 0x0A00', '#define NTDDI_VERSION 0x0A00000C', '#define WIN_PTHREADS_TIME_H'],
      required: 'winsock2.h',
      headers: ['ws2tcpip.h', 'mswsock.h', 'mstcpip.h', 'afunix.h', 'iphlpapi.h'],
    },
  ],
}

export interface Unit {
  /** What comes before the headers. */
  readonly before: readonly string[]
  /** The header without which there is nothing to compare. */
  readonly required: string
  /** The others, some of which not every version of the system has. */
  readonly headers: readonly string[]
}
