import type { Layouts } from '../layouts.js'

/** The 64-bit ABI of glibc and musl. */
export const layouts: Layouts = {
  sockaddrHasLength: false,
  timeval: { seconds: 8, microseconds: 8, size: 16 },
  timeoutInMilliseconds: false,
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

  sockaddr_in: { size: 16 },
  sockaddr_in6: { size: 28 },
  sockaddr_storage: { size: 128 },
  sockaddr_un: { size: 110, path: 2, pathLength: 108 },

  linger: { size: 8, on: { at: 0, size: 4 }, seconds: { at: 4, size: 4 } },
  timespec: { size: 16, seconds: { at: 0, size: 8 }, nanoseconds: { at: 8, size: 8 } },

  in_pktinfo: { size: 12, interfaceIndex: { at: 0, size: 4 }, source: 4, destination: 8 },
  in6_pktinfo: { size: 20, address: 0, interfaceIndex: { at: 16, size: 4 } },
  ip6_mtuinfo: { size: 32, address: 0, mtu: { at: 28, size: 4 } },

  ip_mreq: { size: 8, group: 0, interface: 4 },
  ip_mreqn: { size: 12, group: 0, interface: 4, interfaceIndex: { at: 8, size: 4 } },
  ip_mreq_source: { size: 12, group: 0, interface: 4, source: 8 },
  ipv6_mreq: { size: 20, group: 0, interfaceIndex: { at: 16, size: 4 } },
  group_req: { size: 136, interfaceIndex: { at: 0, size: 4 }, group: 8 },
  group_source_req: { size: 264, interfaceIndex: { at: 0, size: 4 }, group: 8, source: 136 },

  sock_extended_err: {
    size: 16,
    errno: { at: 0, size: 4 },
    origin: { at: 4, size: 1 },
    type: { at: 5, size: 1 },
    code: { at: 6, size: 1 },
    info: { at: 8, size: 4 },
    data: { at: 12, size: 4 },
  },
  ucred: { size: 12, pid: { at: 0, size: 4 }, uid: { at: 4, size: 4 }, gid: { at: 8, size: 4 } },
  scm_timestamping: { size: 48, software: 0, hardware: 32 },
  sock_txtime: { size: 8, clock: { at: 0, size: 4 }, flags: { at: 4, size: 4 } },
  sock_filter: {
    size: 8,
    code: { at: 0, size: 2 },
    jt: { at: 2, size: 1 },
    jf: { at: 3, size: 1 },
    k: { at: 4, size: 4 },
  },
  sock_fprog: { size: 16, length: { at: 0, size: 2 }, filter: 8 },
}
