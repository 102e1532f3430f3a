import type { Layouts } from '../layouts.js'

/** sys/sys/socket.h, sys/sys/_timeval.h, sys/netinet/in.h, sys/netinet6/in6.h; the same on x64 and arm64. */
export const layouts: Layouts = {
  sockaddrHasLength: true,
  timeval: { seconds: 8, microseconds: 8, size: 16 },
  timeoutInMilliseconds: false,
  msghdr: {
    size: 48,
    name: 0,
    nameLength: { at: 8, size: 4 },
    iov: 16,
    iovLength: { at: 24, size: 4 },
    control: 32,
    controlLength: { at: 40, size: 4 },
    flags: { at: 44, size: 4 },
  },
  mmsghdr: { size: 56, length: { at: 48, size: 8 } },
  iovec: { size: 16, base: 0, length: { at: 8, size: 8 } },
  cmsghdr: {
    size: 12,
    length: { at: 0, size: 4 },
    level: { at: 4, size: 4 },
    type: { at: 8, size: 4 },
    align: 8,
  },
  pollfd: { size: 8, fd: { at: 0, size: 4 }, events: { at: 4, size: 2 }, revents: { at: 6, size: 2 } },

  sockaddr_in: { size: 16 },
  sockaddr_in6: { size: 28 },
  sockaddr_storage: { size: 128 },
  sockaddr_un: { size: 106, path: 2, pathLength: 104 },

  linger: { size: 8, on: { at: 0, size: 4 }, seconds: { at: 4, size: 4 } },
  timespec: { size: 16, seconds: { at: 0, size: 8 }, nanoseconds: { at: 8, size: 8 } },

  in_pktinfo: undefined,
  in6_pktinfo: { size: 20, address: 0, interfaceIndex: { at: 16, size: 4 } },
  ip6_mtuinfo: { size: 32, address: 0, mtu: { at: 28, size: 4 } },

  ip_mreq: { size: 8, group: 0, interface: 4 },
  ip_mreqn: { size: 12, group: 0, interface: 4, interfaceIndex: { at: 8, size: 4 } },
  ip_mreq_source: { size: 12, group: 0, source: 4, interface: 8 },
  ipv6_mreq: { size: 20, group: 0, interfaceIndex: { at: 16, size: 4 } },
  group_req: { size: 136, interfaceIndex: { at: 0, size: 4 }, group: 8 },
  group_source_req: { size: 264, interfaceIndex: { at: 0, size: 4 }, group: 8, source: 136 },

  sock_extended_err: undefined,
  ucred: undefined,
  scm_timestamping: undefined,
  sock_txtime: undefined,
  sock_filter: undefined,
  sock_fprog: undefined,
}
