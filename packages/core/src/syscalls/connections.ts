import type { Address, AddressInit } from '../address/address.js'
import type { Backend } from '../backend.js'
import { allocate, Name } from '../name.js'
import { checkInt32 } from '../validate.js'
import type { Context } from './context.js'

/** The peer of a socket: connect(2), getpeername(2), shutdown(2). */
export interface ConnectionCalls {
  /**
   * Gives a socket one peer: `sendto` without an address sends there, nothing is received from anybody else, and an ICMP error comes back as
   * `ECONNREFUSED`, once, from the next call. Nothing is sent by this. A socket may be connected anew at any time. connect(2)
   *
   * `ENETUNREACH`, `EHOSTUNREACH`: no route; `EAFNOSUPPORT`: another family than the socket's; `EACCES`: a broadcast address without SO_BROADCAST; `ECONNREFUSED`,
   * `ENOENT`: nobody holds that Unix socket; `EBADF`, `ENOTSOCK`: not a socket.
   * @param address the peer; null dissolves the connection, and is no error without one. Linux takes the port with it, unless it was asked for by `bind`: the socket
   * is to be bound again
   */
  connect(fd: number, address: AddressInit | null): void

  /**
   * The address that a socket is connected to. getpeername(2)
   *
   * `ENOTCONN`: it is not connected; `EAFNOSUPPORT`: an address that has no form here; `EBADF`, `ENOTSOCK`: not a socket.
   */
  getpeername(fd: number): Address

  /**
   * Ends receiving, sending, or both, for everyone who shares the socket. shutdown(2)
   *
   * On Linux SHUT_RD also wakes a thread that waits in a receive, which then returns a datagram of no bytes from nobody; on a socket that is not connected it
   * does so, and yet fails with `ENOTCONN`. That is how a worker that is blocked can be freed: until then its `terminate()` waits, and `process.exit()` with it.
   *
   * `ENOTCONN`: the socket is not connected; `EINVAL`: `how`; `EBADF`, `ENOTSOCK`: not a socket.
   * @param how SHUT_RD, SHUT_WR or SHUT_RDWR
   */
  shutdown(fd: number, how: number): void
}

export function connectionCalls(context: Context): ConnectionCalls {
  const { backend, encoder, decoder, name } = context
  const { EAFNOSUPPORT, EINVAL, ENOTCONN } = backend.platform.errno
  const nobody = unspecified(backend)

  function dissolve(fd: number): void {
    const result = backend.connect(fd, nobody)
    if (result >= 0) return
    // The BSDs say one of these although they have done it.
    const doubtful = result === -EAFNOSUPPORT || result === -EINVAL
    if (doubtful) {
      name.reset()
      if (backend.getpeername(fd, name) === -ENOTCONN) return
    }
    context.fail('connect', result)
  }

  return {
    connect(fd, address) {
      checkInt32('fd', fd)
      if (address === null) return dissolve(fd)
      const peer = encoder.encode('address', address)
      const result = backend.connect(fd, peer)
      if (result < 0) context.fail('connect', result, peer)
    },

    getpeername(fd) {
      checkInt32('fd', fd)
      name.reset()
      const result = backend.getpeername(fd, name)
      if (result < 0) context.fail('getpeername', result)
      return decoder.decode(name) ?? context.fail('getpeername', -EAFNOSUPPORT)
    },

    shutdown(fd, how) {
      checkInt32('fd', fd)
      checkInt32('how', how)
      const result = backend.shutdown(fd, how)
      if (result < 0) context.fail('shutdown', result)
    },
  }
}

/** A `sockaddr` of the family AF_UNSPEC, which is 0 everywhere, and as long as the shortest that every system takes. */
function unspecified(backend: Backend): Name {
  const { memory, address } = allocate(backend, 16)
  if (backend.platform.layouts.sockaddrHasLength) memory[0] = memory.length
  return new Name(memory, address)
}
