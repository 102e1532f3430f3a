import type { InternetFamily, Name, SyscallError } from '@sendto/core'
import type { Handle } from '../handle.js'

/** Whom a socket is connected to, asked for once somebody needs to know. */
export class Peer {
  readonly #handle: Handle
  #name: Name | null | undefined

  constructor(handle: Handle) {
    this.#handle = handle
  }

  /** Null where the socket is not connected. getpeername(2) */
  get name(): Name | null {
    if (this.#name === undefined) this.#name = this.#ask()
    return this.#name
  }

  /** The family that control messages to a destination have; null outside the Internet. */
  familyTo(name: Name | null): InternetFamily | null {
    const to = name ?? this.name
    if (to !== null) return to.family
    const { family } = this.#handle
    return family === 'IPv4' || family === 'IPv6' ? family : null
  }

  /** The socket was connected to another peer, or to none. */
  forget(): void {
    this.#name = undefined
  }

  #ask(): Name | null {
    const { sys, fd, environment } = this.#handle
    try {
      return environment.sending.sends.name('peer', sys.getpeername(fd))
    } catch (error) {
      if (typeof (error as SyscallError).errno === 'number') return null
      throw error
    }
  }
}
