import type { Layouts } from '../layouts.js'

/** Windows SDK: ws2def.h (WSAMSG, WSABUF, WSACMSGHDR), winsock2.h, ws2ipdef.h, afunix.h; x64. */
export const layouts: Layouts = {
  sockaddrHasLength: false,
  timeval: { seconds: 4, microseconds: 4, size: 8 },
  timeoutInMilliseconds: true,
  msghdr: {
    size: 56,
    name: 0,
    nameLength: { at: 8, size: 4 },
    iov: 16,
    iovLength: { at: 24, size: 4 },
    control: 40,
    controlLength: { at: 32, size: 4 },
    flags: { at: 48, size: 4 },
  },
  mmsghdr: undefined,
  iovec: { size: 16, base: 8, length: { at: 0, size: 4 } },
  cmsghdr: {
    size: 16,
    length: { at: 0, size: 8 },
    level: { at: 8, size: 4 },
    type: { at: 12, size: 4 },
    align: 8,
  },
  pollfd: { size: 16, fd: { at: 0, size: 8 }, events: { at: 8, size: 2 }, revents: { at: 10, size: 2 } },

  sockaddr_in: { size: 16 },
  sockaddr_in6: { size: 28 },
  sockaddr_storage: { size: 128 },
  sockaddr_un: { size: 110, path: 2, pathLength: 108 },

  linger: { size: 4, on: { at: 0, size: 2 }, seconds: { at: 2, size: 2 } },
  timespec: undefined,

  in_pktinfo: { size: 8, interfaceIndex: { at: 4, size: 4 }, source: undefined, destination: 0 },
  in6_pktinfo: { size: 20, address: 0, interfaceIndex: { at: 16, size: 4 } },
  ip6_mtuinfo: undefined,

  ip_mreq: { size: 8, group: 0, interface: 4 },
  ip_mreqn: undefined,
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
