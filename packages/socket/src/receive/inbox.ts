import type { Datagram } from './datagram.js'

/** Somebody who waits for a datagram. */
export interface Waiter {
  take(datagram: Datagram): void
  fail(error: unknown): void
  /** Nothing comes any more; the error says why. */
  end(why: Error): void
}

/** Datagrams that wait for somebody, or those who wait for datagrams: never both. */
export class Inbox {
  #datagrams: Datagram[] = []
  #first = 0
  readonly #waiters = new Set<Waiter>()

  /** How many datagrams wait. */
  get length(): number {
    return this.#datagrams.length - this.#first
  }

  get isAwaited(): boolean {
    return this.#waiters.size > 0
  }

  put(datagram: Datagram): void {
    const waiter = this.#nextWaiter()
    if (waiter === undefined) this.#datagrams.push(datagram)
    else waiter.take(datagram)
  }

  /** The datagram that has waited longest. */
  shift(): Datagram | undefined {
    if (this.#first === this.#datagrams.length) return undefined
    const datagram = this.#datagrams[this.#first]
    this.#datagrams[this.#first++] = undefined as never
    // The part that is used up is cut off once it is the greater one, so that each datagram is moved once at most.
    if (this.#first > 32 && this.#first * 2 > this.#datagrams.length) {
      this.#datagrams = this.#datagrams.slice(this.#first)
      this.#first = 0
    }
    return datagram
  }

  /** All that wait. */
  takeAll(): Datagram[] {
    const datagrams = this.#datagrams.slice(this.#first)
    this.#datagrams = []
    this.#first = 0
    return datagrams
  }

  wait(waiter: Waiter): void {
    this.#waiters.add(waiter)
  }

  leave(waiter: Waiter): void {
    this.#waiters.delete(waiter)
  }

  /** Tells an error to the one who has waited longest; false if nobody waits. */
  fail(error: unknown): boolean {
    const waiter = this.#nextWaiter()
    waiter?.fail(error)
    return waiter !== undefined
  }

  /** Nothing comes any more. */
  end(why: Error): void {
    for (let waiter = this.#nextWaiter(); waiter !== undefined; waiter = this.#nextWaiter()) waiter.end(why)
  }

  #nextWaiter(): Waiter | undefined {
    const [waiter] = this.#waiters
    if (waiter !== undefined) this.#waiters.delete(waiter)
    return waiter
  }
}
