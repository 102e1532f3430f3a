import type { Backend } from './backend.js'
import { allocate } from './name.js'
import { Struct } from './platform/fields.js'
import type { Layouts } from './platform/platform.js'

/** The array of `struct pollfd` that `poll` reads and fills. Core allocates it; it does not move. */
export class PollSet {
  readonly capacity: number
  /** All entries, one behind the other. */
  readonly memory: Uint8Array
  /** Where they begin in the process; 0 for a backend without pointers. */
  readonly address: number
  readonly #struct: Struct
  readonly #layout: Layouts['pollfd']

  constructor(backend: Pick<Backend, 'platform' | 'address'>, capacity: number) {
    this.#layout = backend.platform.layouts.pollfd
    const { memory, address } = allocate(backend, capacity * this.#layout.size)
    this.capacity = capacity
    this.memory = memory
    this.address = address
    this.#struct = new Struct(backend.platform, memory)
  }

  /** Asks for events of a descriptor. */
  set(index: number, fd: number, events: number): void {
    const at = index * this.#layout.size
    this.#struct.set(at, this.#layout.fd, fd)
    this.#struct.set(at, this.#layout.events, events)
    this.#struct.set(at, this.#layout.revents, 0)
  }

  fd(index: number): number {
    return this.#struct.get(index * this.#layout.size, this.#layout.fd) | 0
  }

  events(index: number): number {
    return this.#struct.get(index * this.#layout.size, this.#layout.events)
  }

  /** What happened: events that were asked for, and POLLERR, POLLHUP, POLLNVAL unasked. */
  revents(index: number): number {
    return this.#struct.get(index * this.#layout.size, this.#layout.revents)
  }

  /** Stores a result, as a backend without pointers does. */
  setRevents(index: number, revents: number): void {
    this.#struct.set(index * this.#layout.size, this.#layout.revents, revents)
  }
}
