/** Address families, socket(2). */
export interface Families {
  readonly AF_UNSPEC: number
  readonly AF_UNIX: number
  readonly AF_INET: number
  readonly AF_INET6: number
  readonly AF_NETLINK: number | undefined
  readonly AF_PACKET: number | undefined
  readonly AF_VSOCK: number | undefined
}

/** Socket types, and the flags that go with them in socket(2). */
export interface SocketTypes {
  readonly SOCK_STREAM: number
  readonly SOCK_DGRAM: number
  readonly SOCK_RAW: number
  readonly SOCK_SEQPACKET: number
  readonly SOCK_CLOEXEC: number | undefined
  readonly SOCK_NONBLOCK: number | undefined
}

/** Protocols, which are also the levels of their options. */
export interface Protocols {
  readonly IPPROTO_IP: number
  readonly IPPROTO_ICMP: number
  readonly IPPROTO_IGMP: number
  readonly IPPROTO_TCP: number
  readonly IPPROTO_UDP: number
  readonly IPPROTO_IPV6: number
  readonly IPPROTO_ICMPV6: number
  readonly IPPROTO_UDPLITE: number | undefined
  readonly IPPROTO_RAW: number
}

/** How much of a socket shutdown(2) shuts. */
export interface Directions {
  readonly SHUT_RD: number
  readonly SHUT_WR: number
  readonly SHUT_RDWR: number
}

/** Events of poll(2). */
export interface PollEvents {
  readonly POLLIN: number
  readonly POLLPRI: number
  readonly POLLRDHUP: number | undefined
  readonly POLLOUT: number
  readonly POLLERR: number
  readonly POLLHUP: number
  readonly POLLNVAL: number
}

/** Requests of ioctl(2) and of fcntl(2). */
export interface Requests {
  readonly SIOCINQ: number | undefined
  readonly SIOCOUTQ: number | undefined
  readonly FIONREAD: number
  readonly FIONBIO: number
  readonly F_DUPFD_CLOEXEC: number | undefined
  readonly F_SETFD: number | undefined
  readonly FD_CLOEXEC: number | undefined
  readonly SIO_UDP_CONNRESET: number | undefined
  readonly SIO_UDP_NETRESET: number | undefined
}

/** Room for the name of a network interface and the NUL behind it, if_indextoname(3). */
export interface Interfaces {
  readonly IF_NAMESIZE: number
}

/** Clocks of clock_gettime(2), for SO_TXTIME. */
export interface Clocks {
  readonly CLOCK_REALTIME: number | undefined
  readonly CLOCK_MONOTONIC: number | undefined
  readonly CLOCK_TAI: number | undefined
}

/** Options of the level SOL_SOCKET, socket(7), setsockopt(2). */
export interface SocketOptions {
  readonly SOL_SOCKET: number
  readonly SO_DEBUG: number
  readonly SO_REUSEADDR: number
  readonly SO_TYPE: number
  readonly SO_ERROR: number
  readonly SO_DONTROUTE: number
  readonly SO_BROADCAST: number
  readonly SO_SNDBUF: number
  readonly SO_RCVBUF: number
  readonly SO_KEEPALIVE: number
  readonly SO_OOBINLINE: number
  readonly SO_NO_CHECK: number | undefined
  readonly SO_PRIORITY: number | undefined
  readonly SO_LINGER: number
  readonly SO_REUSEPORT: number | undefined
  readonly SO_PASSCRED: number | undefined
  readonly SO_PEERCRED: number | undefined
  readonly SO_RCVLOWAT: number
  readonly SO_SNDLOWAT: number
  readonly SO_RCVTIMEO: number
  readonly SO_SNDTIMEO: number
  readonly SO_BINDTODEVICE: number | undefined
  readonly SO_ATTACH_FILTER: number | undefined
  readonly SO_DETACH_FILTER: number | undefined
  readonly SO_TIMESTAMP: number
  readonly SO_ACCEPTCONN: number
  readonly SO_PEERSEC: number | undefined
  readonly SO_SNDBUFFORCE: number | undefined
  readonly SO_RCVBUFFORCE: number | undefined
  readonly SO_PASSSEC: number | undefined
  readonly SO_TIMESTAMPNS: number | undefined
  readonly SO_MARK: number | undefined
  readonly SO_TIMESTAMPING: number | undefined
  readonly SO_PROTOCOL: number | undefined
  readonly SO_DOMAIN: number | undefined
  readonly SO_RXQ_OVFL: number | undefined
  readonly SO_WIFI_STATUS: number | undefined
  readonly SO_PEEK_OFF: number | undefined
  readonly SO_NOFCS: number | undefined
  readonly SO_LOCK_FILTER: number | undefined
  readonly SO_SELECT_ERR_QUEUE: number | undefined
  readonly SO_BUSY_POLL: number | undefined
  readonly SO_MAX_PACING_RATE: number | undefined
  readonly SO_BPF_EXTENSIONS: number | undefined
  readonly SO_INCOMING_CPU: number | undefined
  readonly SO_ATTACH_BPF: number | undefined
  readonly SO_DETACH_BPF: number | undefined
  readonly SO_ATTACH_REUSEPORT_CBPF: number | undefined
  readonly SO_ATTACH_REUSEPORT_EBPF: number | undefined
  readonly SO_CNX_ADVICE: number | undefined
  readonly SO_MEMINFO: number | undefined
  readonly SO_INCOMING_NAPI_ID: number | undefined
  readonly SO_COOKIE: number | undefined
  readonly SO_PEERGROUPS: number | undefined
  readonly SO_ZEROCOPY: number | undefined
  readonly SO_TXTIME: number | undefined
  readonly SO_BINDTOIFINDEX: number | undefined
  readonly SO_TIMESTAMP_NEW: number | undefined
  readonly SO_TIMESTAMPNS_NEW: number | undefined
  readonly SO_TIMESTAMPING_NEW: number | undefined
  readonly SO_RCVTIMEO_NEW: number | undefined
  readonly SO_SNDTIMEO_NEW: number | undefined
  readonly SO_DETACH_REUSEPORT_BPF: number | undefined
  readonly SO_PREFER_BUSY_POLL: number | undefined
  readonly SO_BUSY_POLL_BUDGET: number | undefined
  readonly SO_NETNS_COOKIE: number | undefined
  readonly SO_BUF_LOCK: number | undefined
  readonly SO_RESERVE_MEM: number | undefined
  readonly SO_TXREHASH: number | undefined
  readonly SO_RCVMARK: number | undefined
  readonly SO_PASSPIDFD: number | undefined
  readonly SO_PEERPIDFD: number | undefined
  readonly SO_RCVPRIORITY: number | undefined
  readonly SO_PASSRIGHTS: number | undefined
  readonly SO_LINGER_SEC: number | undefined
  readonly SO_USELOOPBACK: number | undefined
  readonly SO_NOSIGPIPE: number | undefined
  readonly SO_TIMESTAMP_MONOTONIC: number | undefined
  readonly SO_NREAD: number | undefined
  readonly SO_NWRITE: number | undefined
  readonly SO_NUMRCVPKT: number | undefined
  readonly SO_NET_SERVICE_TYPE: number | undefined
  readonly SO_REUSEPORT_LB: number | undefined
  readonly SO_BINTIME: number | undefined
  readonly SO_TS_CLOCK: number | undefined
  readonly SO_SETFIB: number | undefined
  readonly SO_USER_COOKIE: number | undefined
  readonly SO_RERROR: number | undefined
  readonly SO_EXCLUSIVEADDRUSE: number | undefined
  readonly SO_MAX_MSG_SIZE: number | undefined
  readonly SO_RANDOMIZE_PORT: number | undefined
}

/** What each of the 32-bit numbers is that SO_MEMINFO reads. */
export interface MemoryInfo {
  readonly SK_MEMINFO_RMEM_ALLOC: number | undefined
  readonly SK_MEMINFO_RCVBUF: number | undefined
  readonly SK_MEMINFO_WMEM_ALLOC: number | undefined
  readonly SK_MEMINFO_SNDBUF: number | undefined
  readonly SK_MEMINFO_FWD_ALLOC: number | undefined
  readonly SK_MEMINFO_WMEM_QUEUED: number | undefined
  readonly SK_MEMINFO_OPTMEM: number | undefined
  readonly SK_MEMINFO_BACKLOG: number | undefined
  readonly SK_MEMINFO_DROPS: number | undefined
  readonly SK_MEMINFO_VARS: number | undefined
}

/** Numbers of sockets: families, types, protocols, poll(2), ioctl(2), and the options of every socket. */
export interface SocketConstants
  extends Families,
    SocketTypes,
    Protocols,
    Directions,
    PollEvents,
    Requests,
    Interfaces,
    Clocks,
    SocketOptions,
    MemoryInfo {}
