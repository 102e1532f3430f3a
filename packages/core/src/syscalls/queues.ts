import { invalidArgValue } from '../argument-errors.js'
import { checkInt32 } from '../validate.js'
import type { Context } from './context.js'

/** What waits in a socket: SIOCINQ, SIOCOUTQ. */
export interface QueueCalls {
  /**
   * How many bytes wait in a socket: ioctl(2), udp(7), unix(7).
   *
   * SIOCINQ is the length of the next datagram to be received, and 0 both for one of no bytes and for none (`poll` tells these apart). SIOCOUTQ is what was sent and
   * has not left the host, or on a Unix socket was not received; Linux counts the memory, which is more than the payload.
   *
   * `ENOTTY`: not a socket; `EBADF`: no open descriptor.
   * @param request SIOCINQ or SIOCOUTQ
   */
  queued(fd: number, request: number): number
}

export function queueCalls(context: Context): QueueCalls {
  const { backend } = context
  const { SIOCINQ, SIOCOUTQ } = backend.platform.constants

  return {
    queued(fd, request) {
      checkInt32('fd', fd)
      checkInt32('request', request)
      // Any other would read or write something else than a number.
      if (request !== SIOCINQ && request !== SIOCOUTQ) {
        throw invalidArgValue('request', 'must be SIOCINQ or SIOCOUTQ', request)
      }
      const result = backend.queued(fd, request)
      if (result < 0) context.fail('queued', result)
      return result
    },
  }
}
