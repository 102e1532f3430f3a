/**
 * What a backend's operating system calls things, and how it lays out memory. A platform is data: a backend names the one it talks to, and core
 * reads numbers and layouts from there and nowhere else.
 */
export interface Platform {
  /** The operating system, as `process.platform` spells it: `linux`. */
  readonly name: string
  /** Byte order of multi-byte fields that are not in network order. */
  readonly littleEndian: boolean
  readonly constants: Constants
  /** Error numbers by name, positive: `{ EAGAIN: 11 }`. Where two names share a number, errors carry the first. */
  readonly errno: Errnos
  readonly layouts: Layouts
}

/** Numbers of families, types, protocols, flags and options. A constant that the platform lacks is `undefined`. */
export interface Constants {
  readonly AF_UNSPEC: number
  readonly AF_UNIX: number
  readonly AF_INET: number
  readonly AF_INET6: number

  readonly SOCK_DGRAM: number
  readonly SOCK_RAW: number
  readonly SOCK_CLOEXEC: number | undefined
  readonly SOCK_NONBLOCK: number | undefined

  readonly IPPROTO_IP: number
  readonly IPPROTO_ICMP: number
  readonly IPPROTO_UDP: number
  readonly IPPROTO_IPV6: number
  readonly IPPROTO_ICMPV6: number

  readonly SHUT_RD: number
  readonly SHUT_WR: number
  readonly SHUT_RDWR: number

  readonly POLLIN: number
  readonly POLLPRI: number
  readonly POLLOUT: number
  readonly POLLERR: number
  readonly POLLHUP: number
  readonly POLLNVAL: number

  readonly SIOCINQ: number | undefined
  readonly SIOCOUTQ: number | undefined

  readonly MSG_CTRUNC: number
  readonly MSG_ERRQUEUE: number | undefined
  readonly MSG_WAITFORONE: number | undefined
  readonly MSG_CMSG_CLOEXEC: number | undefined
  readonly MSG_PEEK: number
  readonly MSG_TRUNC: number | undefined
  readonly MSG_DONTWAIT: number | undefined
  readonly MSG_ZEROCOPY: number | undefined

  readonly UDP_SEGMENT: number | undefined
  readonly UDP_GRO: number | undefined
  readonly SCM_RIGHTS: number | undefined

  readonly SOL_SOCKET: number
  readonly SO_REUSEADDR: number
  readonly SO_REUSEPORT: number | undefined
  readonly SO_BROADCAST: number
  readonly SO_SNDBUF: number
  readonly SO_RCVBUF: number
  readonly SO_RCVTIMEO: number
  readonly SO_SNDTIMEO: number
  readonly IPV6_V6ONLY: number
}

/** The errors that core itself asks about are required; a table may name any number of others. */
export interface Errnos {
  readonly EAGAIN: number
  readonly EINTR: number
  readonly ENOSYS: number
  readonly EPERM: number
  readonly EINVAL: number
  readonly EAFNOSUPPORT: number
  readonly ENOTSUP: number
  readonly [name: string]: number
}

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
  /** `struct pollfd`. */
  readonly pollfd: { readonly size: number; readonly fd: Field; readonly events: Field; readonly revents: Field }
}
