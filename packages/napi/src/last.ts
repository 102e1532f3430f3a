import { byteLengthOf, type NameBuffer } from '@sendto/core'

/**
 * The memory that the addon was last given for a call, which it need not be given again: to read a view through Node-API takes 25 ns, where `recvfrom` takes 360. Where a view lies changes
 * only when its buffer is detached, which leaves it the length 0 for good.
 */
export class LastMemory {
  #data: Uint8Array | undefined
  #size = 0
  #name: NameBuffer | null = null
  #nameSize = 0

  /** Whether it is the same, where it was. */
  is(data: Uint8Array, name: NameBuffer | null): boolean {
    if (data !== this.#data || name !== this.#name || byteLengthOf(data) !== this.#size) return false
    return name === null || byteLengthOf(name.memory) === this.#nameSize
  }

  /** Before the addon is given other memory: nothing is remembered of what it may refuse. */
  forget(): void {
    this.#data = undefined
    this.#name = null
  }

  /** @param size the length of the data as it was given: shared memory can have grown since */
  remember(data: Uint8Array, size: number, name: NameBuffer | null): void {
    this.#data = data
    this.#size = size
    this.#name = name
    this.#nameSize = name === null ? 0 : byteLengthOf(name.memory)
  }
}
