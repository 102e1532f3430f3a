import { invalidArgType } from '@sendto/core'

/** Where each number stands in `DatagramSocket.statistics`. */
export const Statistic = {
  /** Datagrams received; those that the kernel had joined count one by one. */
  datagramsReceived: 0,
  bytesReceived: 1,
  /** Receiving calls made: recvmmsg(2). */
  receives: 2,
  datagramsSent: 3,
  bytesSent: 4,
  /** Sending calls made: sendto(2), sendmsg(2), sendmmsg(2). */
  sends: 5,
  /** How often a call answered EAGAIN: there was nothing to receive, or no room to send. */
  wouldBlock: 6,
  /** Datagrams that the kernel dropped, as far as a later datagram has told: asked for by `info.dropped`. A lower bound where it joins datagrams. */
  dropped: 7,
} as const

/** Adds to one of the counters. */
export function count(statistics: Float64Array, which: number, more = 1): void {
  statistics[which] = (statistics[which] as number) + more
}

const length = Object.keys(Statistic).length

/**
 * Counters of a socket, each a sum since it was opened.
 * @param shared whether other threads are to read them
 */
export function createStatistics(shared = false): Float64Array {
  // As few numbers as these then lie on the heap, without an ArrayBuffer of their own.
  if (!shared) return new Float64Array(length)
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
}

/** Refuses what has no room for all of the counters. */
export function checkStatistics(argument: string, statistics: Float64Array): void {
  if (statistics instanceof Float64Array && statistics.length >= length) return
  throw invalidArgType(argument, `a Float64Array of ${length} numbers`, statistics)
}
