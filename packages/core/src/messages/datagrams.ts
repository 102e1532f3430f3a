import type { VectorMemory } from './vector-memory.js'

/**
 * The datagrams of a receive, in their order, as columns: entry `i` of each belongs to datagram `i`, for `i` below `count`. The columns are replaced when they
 * have to grow, and otherwise written anew by each receive.
 */
export class Datagrams {
  /** How many there are. */
  count = 0
  /** Where each begins in the vector's payload. */
  offsets = new Uint32Array(64)
  /** How many bytes each has. */
  sizes = new Uint32Array(64)
  /** The slot of the message that brought it, which has its sender, flags and control data. */
  slots = new Uint16Array(64)
  /** For core: takes in what stands in the first `messages` slots. */
  fill(memory: VectorMemory, messages: number): void {
    this.count = 0
    for (let slot = 0; slot < messages; slot++) {
      const start = slot * memory.slotSize
      const size = Math.min(memory.transferred(slot), memory.slotSize)
      const segment = memory.controlLength(slot) === 0 ? 0 : memory.segmentSize(slot)
      if (segment === 0) {
        this.#add(start, size, slot)
      } else {
        for (let at = 0; at < size; at += segment) this.#add(start + at, Math.min(segment, size - at), slot)
      }
    }
  }

  #add(offset: number, size: number, slot: number): void {
    if (this.count === this.offsets.length) this.#grow()
    this.offsets[this.count] = offset
    this.sizes[this.count] = size
    this.slots[this.count] = slot
    this.count++
  }

  #grow(): void {
    const capacity = this.offsets.length * 2
    const grown = <T extends Uint32Array | Uint16Array>(column: T, into: T): T => {
      into.set(column)
      return into
    }
    this.offsets = grown(this.offsets, new Uint32Array(capacity))
    this.sizes = grown(this.sizes, new Uint32Array(capacity))
    this.slots = grown(this.slots, new Uint16Array(capacity))
  }
}
