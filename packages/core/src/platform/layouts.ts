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
