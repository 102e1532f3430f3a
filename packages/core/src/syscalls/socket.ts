import { checkInt32 } from '../validate.js'
import type { Context } from './context.js'

/** socket(2), close(2). */
export interface SocketCalls {
  /**
   * Opens a socket, close-on-exec. socket(2)
   *
   * `EAFNOSUPPORT`, `EPROTONOSUPPORT`, `ESOCKTNOSUPPORT`: the kernel has no such family, protocol or type; `EACCES`, `EPERM`: not allowed; `EMFILE`,
   * `ENFILE`: too many descriptors are open.
   * @param domain AF_INET, AF_INET6, AF_UNIX, or any other family, whose addresses are `RawAddress`es
   * @param type SOCK_DGRAM or SOCK_RAW, with SOCK_NONBLOCK or'ed in where the platform has it
   * @param protocol 0, which is IPPROTO_IP, for the family's own; IPPROTO_ICMP and IPPROTO_ICMPV6 with either type
   * @returns the descriptor, to be closed in the thread that opened it
   */
  socket(domain: number, type: number, protocol?: number): number

  /**
   * Closes a descriptor. It is gone whatever this throws. close(2)
   *
   * `EBADF`: no open descriptor.
   */
  close(fd: number): void
}

export function socketCalls(context: Context): SocketCalls {
  const { backend } = context
  const closeOnExec = backend.platform.constants.SOCK_CLOEXEC ?? 0

  return {
    socket(domain, type, protocol = 0) {
      checkInt32('domain', domain)
      checkInt32('type', type)
      checkInt32('protocol', protocol)
      const fd = backend.socket(domain, type | closeOnExec, protocol)
      if (fd < 0) context.fail('socket', fd)
      context.heldErrors.forget(fd)
      return fd
    },

    close(fd) {
      checkInt32('fd', fd)
      context.heldErrors.forget(fd)
      const result = backend.close(fd)
      if (result < 0) context.fail('close', result)
    },
  }
}
