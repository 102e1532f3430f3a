import type { Backend } from './backend.js'

interface Held {
  readonly error: number
  readonly cookie: bigint
}

/**
 * The errors of sockets that receives have met behind messages: an ICMP error, which a call takes away with it. recvmmsg(2) gives it back to the socket; a loop has to keep it for the
 * next batch. A descriptor that is opened or closed has none.
 */
export class HeldErrors {
  readonly #backend: Backend
  readonly #held = new Map<number, Held>()
  readonly #cookie = new BigUint64Array(1)

  constructor(backend: Backend) {
    this.#backend = backend
  }

  /** @param error negated */
  hold(fd: number, error: number): void {
    this.#held.set(fd, { error, cookie: this.#cookieOf(fd) })
  }

  /** The error of a descriptor, negated, which is told once; 0 if it has none. */
  take(fd: number): number {
    const held = this.#held.get(fd)
    if (held === undefined) return 0
    this.#held.delete(fd)
    return held.cookie === this.#cookieOf(fd) ? held.error : 0
  }

  forget(fd: number): void {
    this.#held.delete(fd)
  }

  // Somebody else may have closed the socket, and its number be another's. SO_COOKIE of socket(7); 0 where there is none.
  #cookieOf(fd: number): bigint {
    const { SOL_SOCKET, SO_COOKIE } = this.#backend.platform.constants
    if (SO_COOKIE === undefined) return 0n
    const cookie = this.#cookie
    const result = this.#backend.getsockopt(fd, SOL_SOCKET, SO_COOKIE, new Uint8Array(cookie.buffer))
    return result < 0 ? 0n : (cookie[0] as bigint)
  }
}

const known = new WeakMap<Backend, HeldErrors>()

/** The errors that are held for a backend. */
export function heldErrorsOf(backend: Backend): HeldErrors {
  const held = known.get(backend) ?? new HeldErrors(backend)
  known.set(backend, held)
  return held
}
