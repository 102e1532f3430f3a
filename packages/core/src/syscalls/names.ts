import type { Address, AddressInit } from '../address/address.js'
import { checkInt32 } from '../validate.js'
import type { Context } from './context.js'

/** The addresses of sockets: bind(2), getsockname(2). */
export interface NameCalls {
  /**
   * Gives a socket its own address; port 0 lets the kernel choose one, and so does on Linux `{ family: 'unix' }`, which stands for an abstract name of five
   * hexadecimal digits. A path is created, and stays when the socket is closed: who bound it unlinks it. bind(2)
   *
   * `EADDRINUSE`: taken, a path also by what no socket holds any more; `EADDRNOTAVAIL`: not an address of this host; `EACCES`: a privileged port, or a path in a
   * directory that one may not write to; `ENOENT`, `ENOTDIR`: no such directory; `EINVAL`: bound already; `EAFNOSUPPORT`: another family than the socket's;
   * `EBADF`, `ENOTSOCK`: not a socket; `ENODEV` of `if_nametoindex`: no interface has the name that is the zone.
   */
  bind(fd: number, address: AddressInit): void

  /**
   * The address of a socket itself; before it is bound, the unspecified address and port 0, or that of an unnamed Unix socket. getsockname(2)
   *
   * `EAFNOSUPPORT`: an address that has no form here, since it is longer than a `sockaddr_storage`; `EBADF`, `ENOTSOCK`: not a socket.
   */
  getsockname(fd: number): Address
}

export function nameCalls(context: Context): NameCalls {
  const { backend, encoder, decoder, name } = context

  return {
    bind(fd, address) {
      checkInt32('fd', fd)
      const own = encoder.encode('address', address)
      const result = backend.bind(fd, own)
      if (result < 0) context.fail('bind', result, own)
    },

    getsockname(fd) {
      checkInt32('fd', fd)
      name.reset()
      const result = backend.getsockname(fd, name)
      if (result < 0) context.fail('getsockname', result)
      return decoder.decode(name) ?? context.fail('getsockname', -backend.platform.errno.EAFNOSUPPORT)
    },
  }
}
