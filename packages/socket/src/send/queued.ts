import type { Name } from '@sendto/core'
import { Outgoing } from './outgoing.js'
import type { Copy, QueueMemory } from './queue-memory.js'

/** A datagram that waits to be sent, and those who wait for it. */
export class Queued extends Outgoing {
  readonly #memory: QueueMemory
  readonly #copy: Copy
  readonly #resolve: () => void
  readonly #reject: (error: unknown) => void

  constructor(
    memory: QueueMemory,
    outgoing: {
      readonly data: Uint8Array
      readonly size: number
      readonly name: Name | null
      readonly control: Uint8Array | null
    },
    resolve: () => void,
    reject: (error: unknown) => void,
  ) {
    super()
    this.#memory = memory
    this.#copy = memory.copy(outgoing.data, outgoing.size)
    this.#resolve = resolve
    this.#reject = reject
    this.data = this.#copy.data
    this.size = outgoing.size
    this.name = outgoing.name
    this.control = outgoing.control
  }

  hasLeft(): void {
    this.#memory.free(this.#copy)
    this.#resolve()
  }

  fail(error: unknown): void {
    this.#memory.free(this.#copy)
    this.#reject(error)
  }
}
