/** Where a field lies in its struct, and how many bytes it has. */
export interface Field {
  readonly at: number
  readonly size: 1 | 2 | 4 | 8
}

/** Sizes and offsets of structs, in bytes. Pointers have eight bytes everywhere. */
export interface Layouts {
  /** `sockaddr` begins with a length byte and a family byte (BSD) in place of a 16-bit family. */
  readonly sockaddrHasLength: boolean
  /** `struct timeval`: the sizes in bytes of its two integers, and of the whole. */
  readonly timeval: { readonly seconds: 4 | 8; readonly microseconds: 4 | 8; readonly size: number }
  /** SO_RCVTIMEO and SO_SNDTIMEO take milliseconds in a DWORD (Windows) in place of a `timeval`. */
  readonly timeoutInMilliseconds: boolean
  /** `struct msghdr`; `WSAMSG` on Windows. */
  readonly msghdr: {
    readonly size: number
    readonly name: number
    readonly nameLength: Field
    readonly iov: number
    readonly iovLength: Field
    readonly control: number
    readonly controlLength: Field
    readonly flags: Field
  }
  /** `struct mmsghdr`: a `msghdr` and, behind it, a length. `undefined` where there are no batches. */
  readonly mmsghdr: { readonly size: number; readonly length: Field } | undefined
  /** `struct iovec`; `WSABUF` on Windows. */
  readonly iovec: { readonly size: number; readonly base: number; readonly length: Field }
  /** `struct cmsghdr`: its length field, level and type; `align` is what CMSG_ALIGN rounds up to. */
  readonly cmsghdr: {
    readonly size: number
    readonly length: Field
    readonly level: Field
    readonly type: Field
    readonly align: number
  }
  /** `struct pollfd`; `WSAPOLLFD` on Windows. */
  readonly pollfd: { readonly size: number; readonly fd: Field; readonly events: Field; readonly revents: Field }

  /** `struct sockaddr_in`, RFC 3493. */
  readonly sockaddr_in: { readonly size: number }
  /** `struct sockaddr_in6`, RFC 3493. */
  readonly sockaddr_in6: { readonly size: number }
  /** `struct sockaddr_storage`, RFC 3493: room for an address of any family. */
  readonly sockaddr_storage: { readonly size: number }
  /** `struct sockaddr_un`, unix(7): where the path lies and how many bytes there are for it. */
  readonly sockaddr_un: { readonly size: number; readonly path: number; readonly pathLength: number }

  /** `struct linger` of SO_LINGER. */
  readonly linger: { readonly size: number; readonly on: Field; readonly seconds: Field }
  /** `struct timespec`, as timestamps have it. */
  readonly timespec: { readonly size: number; readonly seconds: Field; readonly nanoseconds: Field } | undefined

  /** `struct in_pktinfo` of IP_PKTINFO. `source` (`ipi_spec_dst`) is the local address: the one to send from, the one that received. */
  readonly in_pktinfo:
    | {
        readonly size: number
        readonly interfaceIndex: Field
        readonly source: number | undefined
        readonly destination: number
      }
    | undefined
  /** `struct in6_pktinfo` of IPV6_PKTINFO, RFC 3542. */
  readonly in6_pktinfo: { readonly size: number; readonly address: number; readonly interfaceIndex: Field }
  /** `struct ip6_mtuinfo` of IPV6_PATHMTU, RFC 3542: a `sockaddr_in6` and the path MTU to it. */
  readonly ip6_mtuinfo: { readonly size: number; readonly address: number; readonly mtu: Field } | undefined

  /** `struct ip_mreq` of IP_ADD_MEMBERSHIP: a group, and the address of an interface. */
  readonly ip_mreq: { readonly size: number; readonly group: number; readonly interface: number }
  /** `struct ip_mreqn` of IP_ADD_MEMBERSHIP and IP_MULTICAST_IF: `ip_mreq` with the index of the interface behind it. */
  readonly ip_mreqn:
    | { readonly size: number; readonly group: number; readonly interface: number; readonly interfaceIndex: Field }
    | undefined
  /** `struct ip_mreq_source` of IP_ADD_SOURCE_MEMBERSHIP, RFC 3678. The order of its fields is not the same everywhere. */
  readonly ip_mreq_source: {
    readonly size: number
    readonly group: number
    readonly source: number
    readonly interface: number
  }
  /** `struct ipv6_mreq` of IPV6_JOIN_GROUP, RFC 3493. */
  readonly ipv6_mreq: { readonly size: number; readonly group: number; readonly interfaceIndex: Field }
  /** `struct group_req` of MCAST_JOIN_GROUP, RFC 3678; the group is a `sockaddr_storage`. */
  readonly group_req: { readonly size: number; readonly interfaceIndex: Field; readonly group: number }
  /** `struct group_source_req` of MCAST_JOIN_SOURCE_GROUP, RFC 3678; group and source are `sockaddr_storage`s. */
  readonly group_source_req: {
    readonly size: number
    readonly interfaceIndex: Field
    readonly group: number
    readonly source: number
  }

  /** `struct sock_extended_err` of IP_RECVERR, ip(7). The offender's address follows behind it. */
  readonly sock_extended_err:
    | {
        readonly size: number
        readonly errno: Field
        readonly origin: Field
        readonly type: Field
        readonly code: Field
        readonly info: Field
        readonly data: Field
      }
    | undefined
  /** `struct ucred` of SO_PEERCRED and SCM_CREDENTIALS, unix(7). */
  readonly ucred: { readonly size: number; readonly pid: Field; readonly uid: Field; readonly gid: Field } | undefined
  /** `struct scm_timestamping`: three `timespec`s, the second of which is no longer used. */
  readonly scm_timestamping: { readonly size: number; readonly software: number; readonly hardware: number } | undefined
  /** `struct sock_txtime` of SO_TXTIME. */
  readonly sock_txtime: { readonly size: number; readonly clock: Field; readonly flags: Field } | undefined
  /** `struct sock_filter`: one instruction of classic BPF. */
  readonly sock_filter:
    | { readonly size: number; readonly code: Field; readonly jt: Field; readonly jf: Field; readonly k: Field }
    | undefined
  /** `struct sock_fprog` of SO_ATTACH_FILTER: how many instructions, and a pointer to the first. */
  readonly sock_fprog: { readonly size: number; readonly length: Field; readonly filter: number } | undefined
}
