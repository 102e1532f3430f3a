import type { Address } from '@sendto/core'

/** A datagram that was received; its data is the program's own. */
export interface Datagram {
  readonly data: Uint8Array
  /** The sender; null where the socket tells none. */
  readonly from: Address | null
  /** The size of the datagrams that the kernel had joined to the message that brought this one; 0 where it came alone. */
  readonly segmentSize: number
  /** It was longer than the socket takes, and the rest of it is lost. */
  readonly truncated: boolean

  // What follows is there where `info` asked for it and the system told it.
  /** The address that it was sent to, with the port of the socket: that of a multicast group perhaps. On an IPv6 socket IPv4 addresses are mapped. */
  readonly to?: Address
  /** The index of the interface by which it came. */
  readonly interface?: number
  /** 0 to 255 */
  readonly trafficClass?: number
  /** The codepoint of RFC 3168: 0 to 3. */
  readonly ecn?: number
  /** The TTL or hop limit that it arrived with, 0 to 255. */
  readonly hopLimit?: number
  /** When the kernel received it, in nanoseconds since 1970. */
  readonly timestamp?: bigint
  /**
   * How many messages the socket had lost when this one came, since it was opened, modulo 2^32. A lower bound: what the kernel had joined counts once, and what is lost
   * behind the last datagram is not told. SO_MEMINFO has the number of the moment.
   */
  readonly dropped?: number
}

/** A datagram that is being put together. */
export type MutableDatagram = { -readonly [Name in keyof Datagram]: Datagram[Name] }
