import { type Address, invalidArgType, outOfRange } from '@sendto/core'
import type { Datagram } from './datagram.js'

/**
 * What one call has received, as columns: entry `i` of each belongs to datagram `i`, for `i` below `count`. It is valid until the handler that was given it returns;
 * the memory is then received into again, for this socket or another of the thread. Reading it allocates nothing in steady state.
 */
export interface Batch {
  /** How many datagrams there are. */
  readonly count: number
  /** The memory that has the data of all of them. It must not be transferred. */
  readonly payload: Uint8Array
  /** Where the data of each begins in `payload`. */
  readonly offsets: Uint32Array
  /** How many bytes each has. */
  readonly sizes: Uint32Array

  /** The data of a datagram: a view of `payload`, the same object for as long as place and size are. */
  data(index: number): Uint8Array

  /** The sender; null where the socket tells none. One object for one address, for as long as it is remembered. */
  from(index: number): Address | null

  /** The size of the datagrams that the kernel had joined to the message that brought this one; 0 where it came alone. */
  segmentSize(index: number): number

  /** Whether it was longer than the socket takes, and the rest of it is lost. */
  truncated(index: number): boolean

  // What follows has no entries unless `info` asked for it.
  /** 0 to 255; -1 where a datagram did not tell. */
  readonly trafficClasses: Int16Array
  /** The codepoints of RFC 3168: 0 to 3; -1 where a datagram did not tell. */
  readonly ecns: Int8Array
  /** The TTLs or hop limits that they arrived with, 0 to 255; -1 where a datagram did not tell. */
  readonly hopLimits: Int16Array
  /** The indices of the interfaces by which they came; 0 where a datagram did not tell. */
  readonly interfaces: Uint32Array
  /** When the kernel received each, in nanoseconds since 1970; 0 where it did not tell. An entry that is read is a new BigInt. */
  readonly timestamps: BigUint64Array
  /** How many messages the socket had lost when each came, as `Datagram.dropped` has it; 0 until the first is lost. */
  readonly dropped: Uint32Array

  /** The address that a datagram was sent to, as `Datagram.to` has it; null unless `info` asked for it and the system told it. */
  to(index: number): Address | null

  /** A datagram with data of its own, to be kept. */
  datagram(index: number): Datagram
}

/** Refuses an index that no datagram of the batch has. */
export function checkIndex(index: number, count: number): void {
  if (typeof index !== 'number') throw invalidArgType('index', 'an integer', index)
  if (!(index >= 0 && index < count && Number.isInteger(index))) {
    throw outOfRange('index', `an integer from 0 to ${count - 1}`, index)
  }
}
