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
}
