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
    this.#reserve(messages)
    for (let slot = 0; slot < messages; slot++) {
      const start = slot * memory.slotSize
      const size = Math.min(memory.transferred(slot), memory.slotSize)
      const segment = memory.controlSize === 0 ? 0 : memory.segmentSize(slot)
      if (segment === 0 || segment >= size) this.#add(start, size, slot)
      else this.#addJoined(start, size, segment, slot, messages - slot)
    }
  }

  #add(offset: number, size: number, slot: number): void {
    const index = this.count++
    this.offsets[index] = offset
    this.sizes[index] = size
    this.slots[index] = slot
  }

  #addJoined(start: number, size: number, segment: number, slot: number, others: number): void {
    this.#reserve(Math.ceil(size / segment) + others)
    for (let at = 0; at < size; at += segment) this.#add(start + at, Math.min(segment, size - at), slot)
  }

  /** Makes room for so many more datagrams. */
  #reserve(more: number): void {
    const needed = this.count + more
    if (needed <= this.offsets.length) return
    const capacity = Math.max(needed, this.offsets.length * 2)
    const { offsets, sizes, slots } = this
    this.offsets = new Uint32Array(capacity)
    this.sizes = new Uint32Array(capacity)
    this.slots = new Uint16Array(capacity)
    this.offsets.set(offsets)
    this.sizes.set(sizes)
    this.slots.set(slots)
  }
}
