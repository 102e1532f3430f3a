import type { Address, AddressInit } from '../address/address.js'
import type { Name } from '../name.js'
import { checkBytes, checkInt32 } from '../validate.js'
import type { Context } from './context.js'
import { restarts } from './interrupted.js'

/** One datagram at a time: sendto(2), recvfrom(2). */
export interface DatagramCalls {
  /**
   * Sends one datagram, whole. sendto(2)
   *
   * `EAGAIN`: the socket is non-blocking and its buffer full; `EMSGSIZE`: longer than UDP over the family carries (65,507 bytes for IPv4), or than the path
   * where fragmenting is off; `EDESTADDRREQ`: no address given and none connected; `ECONNREFUSED`: an earlier datagram on a connected socket met a closed
   * port; `ENETUNREACH`, `EHOSTUNREACH`: no route; `EACCES`: a broadcast address without SO_BROADCAST; `ENOBUFS`: shown as it is; to a Unix socket `ENOENT`: no such
   * path, `ECONNREFUSED`: nobody holds it, `EAGAIN` (Linux) or `ENOBUFS` (BSD): its queue is full, although the own socket polls writable; `EINTR`: only on a socket
   * with SO_SNDTIMEO; `ENOTSUP`: MSG_DONTWAIT or MSG_ZEROCOPY where the backend lacks it.
   * @param data the payload; 0 bytes are a datagram too
   * @param flags MSG_DONTWAIT and others, or 0
   * @param to the destination; null on a connected socket
   * @returns the number of bytes sent, which is `data.byteLength`
   */
  sendto(fd: number, data: Uint8Array, flags: number, to: AddressInit | null): number

  /**
   * Receives one datagram; waits for it on a blocking socket, and the thread with it. recvfrom(2)
   *
   * `EAGAIN`: the socket is non-blocking, or has SO_RCVTIMEO, and nothing came; `ECONNREFUSED`: on a connected socket, an earlier datagram met a closed port;
   * `EINTR`: only on a socket with SO_RCVTIMEO; `ENOTSUP`: MSG_DONTWAIT or MSG_TRUNC where the backend lacks it.
   * @param data takes the payload
   * @param flags MSG_PEEK, MSG_DONTWAIT, MSG_TRUNC and others, or 0
   */
  recvfrom(fd: number, data: Uint8Array, flags?: number): Received
}

/** What `recvfrom` received. */
export interface Received {
  /** How many bytes were stored; with MSG_TRUNC among the flags, how many the datagram had. */
  readonly size: number
  /** The sender; null where the socket tells none. */
  readonly from: Address | null
  /** The buffer was shorter than the datagram, and the rest of it is lost. */
  readonly truncated: boolean
}

export function datagramCalls(context: Context): DatagramCalls {
  const { backend, encoder, decoder, name: sender } = context
  const { SO_SNDTIMEO, SO_RCVTIMEO, MSG_TRUNC = 0 } = backend.platform.constants
  // recvfrom(2) tells a truncation only to who asks for the whole length.
  const askLength = backend.capabilities.truncatedLength ? MSG_TRUNC : 0

  // What seldom happens stands apart, so that V8 compiles what always happens into one piece.

  /** After a call that failed: makes it again if a signal did that, throws otherwise. */
  function sendAgain(fd: number, data: Uint8Array, flags: number, name: Name | null, result: number): number {
    while (result < 0 && restarts(context, fd, result, SO_SNDTIMEO)) result = backend.sendto(fd, data, flags, name)
    if (result < 0) context.fail('sendto', result, name)
    return result
  }

  /** The same; and after a call that has received more than there was room for. */
  function receiveAgain(fd: number, data: Uint8Array, flags: number, capacity: number, result: number): Received {
    while (result < 0 && restarts(context, fd, result, SO_RCVTIMEO)) {
      sender.reset()
      result = backend.recvfrom(fd, data, flags | askLength, sender)
    }
    if (result < 0) context.fail('recvfrom', result)
    const truncated = result > capacity
    const size = truncated && (flags & MSG_TRUNC) === 0 ? capacity : result
    return { size, from: decoder.decode(sender), truncated }
  }

  return {
    sendto(fd, data, flags, to) {
      checkInt32('fd', fd)
      context.checkFlags('sendto', flags)
      // The address comes first: its getters are the caller's code, and could detach the data.
      const name = to === null ? null : encoder.encode('to', to)
      checkBytes('data', data)
      const result = backend.sendto(fd, data, flags, name)
      return result < 0 ? sendAgain(fd, data, flags, name, result) : result
    },

    recvfrom(fd, data, flags = 0) {
      checkInt32('fd', fd)
      context.checkFlags('recvfrom', flags)
      const capacity = checkBytes('data', data)
      sender.reset()
      const size = backend.recvfrom(fd, data, flags | askLength, sender)
      if (size < 0 || size > capacity) return receiveAgain(fd, data, flags, capacity, size)
      return { size, from: decoder.decode(sender), truncated: false }
    },
  }
}
