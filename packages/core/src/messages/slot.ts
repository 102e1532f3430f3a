import type { Message } from './message.js'
import type { VectorMemory } from './vector-memory.js'

/** One slot of a vector. */
export class Slot implements Message {
  readonly memory: Uint8Array
  readonly address: number
  readonly name: Uint8Array
  readonly control: Uint8Array
  readonly #vector: VectorMemory
  readonly #slot: number

  constructor(vector: VectorMemory, slot: number) {
    this.memory = vector.headers.subarray(slot * vector.stride, (slot + 1) * vector.stride)
    this.address = vector.address && vector.address + slot * vector.stride
    this.name = vector.name(slot)
    this.control = vector.control(slot)
    this.#vector = vector
    this.#slot = slot
  }

  get data(): readonly Uint8Array[] {
    const at = this.#vector.offset(this.#slot)
    return [this.#vector.payload.subarray(at, at + this.#vector.size(this.#slot))]
  }

  get nameLength(): number {
    return this.#vector.nameLength(this.#slot)
  }

  set nameLength(length: number) {
    this.#vector.setNameLength(this.#slot, length)
  }

  get controlLength(): number {
    return this.#vector.controlLength(this.#slot)
  }

  set controlLength(length: number) {
    this.#vector.setControlLength(this.#slot, length)
  }

  get flags(): number {
    return this.#vector.flags(this.#slot)
  }

  set flags(flags: number) {
    this.#vector.setFlags(this.#slot, flags)
  }
}
