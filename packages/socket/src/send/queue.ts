import type { Queued } from './queued.js'

/** How many datagrams are brought into an order that lets them be joined, at a time. */
const window = 1024

/** Datagrams in the order in which they leave. Those of one destination stay in the order in which they came. */
export class Queue {
  #list: Queued[] = []
  #head = 0
  // Up to here, neighbours have one destination wherever that could be had.
  #grouped = 0

  get length(): number {
    return this.#list.length - this.#head
  }

  get list(): readonly Queued[] {
    return this.#list
  }

  /** Where the first datagram stands in the list. */
  get head(): number {
    return this.#head
  }

  push(datagram: Queued): void {
    this.#list.push(datagram)
  }

  /** Takes datagrams from the head. */
  shift(count: number): Queued[] {
    const taken = this.#list.slice(this.#head, this.#head + count)
    this.#head += count
    if (this.#head === this.#list.length) {
      this.#list = []
      this.#head = 0
      this.#grouped = 0
    } else if (this.#head >= window) {
      this.#list.splice(0, this.#head)
      this.#grouped = Math.max(0, this.#grouped - this.#head)
      this.#head = 0
    }
    return taken
  }

  /** Takes all datagrams to one destination. */
  takeTo(key: string): Queued[] {
    const waiting = this.#list.slice(this.#head)
    this.#list = waiting.filter(({ name }) => name?.key() !== key)
    this.#head = 0
    this.#grouped = 0
    return waiting.filter(({ name }) => name?.key() === key)
  }

  /** Brings datagrams to one destination together, and says up to where it has. */
  group(): number {
    if (this.#grouped > this.#head) return this.#grouped
    const end = Math.min(this.#list.length, this.#head + window)
    this.#grouped = end
    const first = this.#list[this.#head]
    let at = this.#head
    while (at < end && this.#list[at]?.name === first?.name) at++
    if (at < end) this.#sort(end)
    return end
  }

  #sort(end: number): void {
    const destinations = new Map<string, Queued[]>()
    for (let at = this.#head; at < end; at++) {
      const datagram = this.#list[at] as Queued
      const key = datagram.name?.key() ?? ''
      const known = destinations.get(key)
      if (known === undefined) destinations.set(key, [datagram])
      else known.push(datagram)
    }
    let at = this.#head
    for (const datagrams of destinations.values()) for (const datagram of datagrams) this.#list[at++] = datagram
  }
}
