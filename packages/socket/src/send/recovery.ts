import type { Name, SyscallError } from '@sendto/core'
import type { Handle } from '../handle.js'
import type { Peer } from './peer.js'

/** More errors than can come while one datagram is sent again, unless they are its own. */
const most = 64

/** So many times an error is taken for somebody else's although it has left nothing behind that would say so. */
const mostDoubts = 3

/**
 * Tells the errors that a datagram has met from those that an earlier one to another peer has left behind: with IP_RECVERR (ip(7)) the next send fails with what an ICMP message said
 * of somebody else, and has not been made. It is made again then.
 */
export class Recovery {
  readonly #handle: Handle
  readonly #peer: Peer
  readonly #refused: number
  #attempts = 0

  constructor(handle: Handle, peer: Peer) {
    this.#handle = handle
    this.#peer = peer
    this.#refused = -(handle.sys.backend.platform.errno.ECONNREFUSED as number)
  }

  /** Something has left, or was given up. */
  reset(): void {
    this.#attempts = 0
  }

  /**
   * Whether to send once more.
   * @param errno negative
   * @param name where the datagram was to go
   */
  sendsAgain(errno: number, name: Name | null): boolean {
    const attempts = this.#attempts++
    if (attempts < most) {
      if (this.#handle.absorb?.(errno, attempts < mostDoubts)) return true
      // A datagram to the Internet is refused by nobody at once; of a connected socket it is the only peer's error, told once to whoever calls next.
      if (errno === this.#refused && name !== null && name.family !== null && !this.isConnected) return true
    }
    this.reset()
    return false
  }

  /** What a call has met, with the address that it sent to: the peer's, where it was given none. */
  error(syscall: string, errno: number, name: Name | null): SyscallError {
    return this.#handle.environment.sending.sends.error(syscall, errno, name ?? this.#peer.name)
  }

  get isConnected(): boolean {
    return this.#peer.name !== null
  }
}
