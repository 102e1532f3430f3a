import { checkInteger, checkObject } from '@sendto/core'

/** What bounds the sending of a socket. */
export interface SendLimits {
  /**
   * How much may wait in the queue of `send`, which rejects with ENOBUFS beyond that: 16,384 datagrams and 16 MiB unless given. One datagram always has room in an
   * empty queue.
   */
  readonly sendQueue?: { readonly datagrams?: number | undefined; readonly bytes?: number | undefined } | undefined
  /**
   * How many datagrams to one destination may leave as one message (UDP_SEGMENT), where there is such a thing: 1 to 128; 1 for never. 64 unless given. What overflows a receive queue on the
   * way is dropped as a whole.
   */
  readonly join?: number | undefined
}

/** The same, complete. */
export interface Limits {
  readonly datagrams: number
  readonly bytes: number
  readonly join: number
}

// The same object for all sockets that ask for nothing else.
const usual: Limits = { datagrams: 16_384, bytes: 16 * 2 ** 20, join: 64 }

/** Refuses what could not be meant. */
export function checkSendLimits({ sendQueue, join }: SendLimits): Limits {
  if (join === undefined && sendQueue === undefined) return usual
  if (join !== undefined) checkInteger('options.join', join, 1, 128)
  if (sendQueue !== undefined) checkObject('options.sendQueue', sendQueue)
  const { datagrams = usual.datagrams, bytes = usual.bytes } = sendQueue ?? {}
  checkInteger('options.sendQueue.datagrams', datagrams, 1, 2 ** 31 - 1)
  checkInteger('options.sendQueue.bytes', bytes, 1, 2 ** 31 - 1)
  return { datagrams, bytes, join: join ?? usual.join }
}
