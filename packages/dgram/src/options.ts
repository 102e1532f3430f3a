import type { SocketOptions } from 'sendto'

/** What is beneath a socket, beyond what Node's own have. */
export interface EndpointOptions {
  readonly socket: SocketOptions
  /** So many datagrams of one turn leave joined at most. */
  readonly join: number
  /** Whether messages are cut from chunks. */
  readonly pool: boolean
  /** Whether the program wants to know more of a datagram than Node tells. */
  readonly recvInfo: boolean
}
