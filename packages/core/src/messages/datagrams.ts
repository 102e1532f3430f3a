import type { VectorMemory } from './vector-memory.js'

/**
 * The datagrams of a receive, in their order, as columns: entry `i` of each belongs to datagram `i`, for `i` below `count`. The columns are replaced when they
 * have to grow, and otherwise written anew for each receive.
 */
export class Datagrams {
  #count = 0
  #offsets = new Uint32Array(64)
  #sizes = new Uint32Array(64)
  #slots = new Uint16Array(64)
  // What is to be looked at once somebody asks: many programs go by the messages alone.
  #unread: VectorMemory | null = null
  #messages = 0

  /** How many there are. */
  get count(): number {
    this.read()
    return this.#count
  }

  /** Where each begins in the vector's payload. */
  get offsets(): Uint32Array {
    this.read()
    return this.#offsets
  }

  /** How many bytes each has. */
  get sizes(): Uint32Array {
    this.read()
    return this.#sizes
  }

  /** The slot of the message that brought it, which has its sender, flags and control data. */
  get slots(): Uint16Array {
    this.read()
    return this.#slots
  }

  /** For core: the first `messages` slots have been received into. */
  received(memory: VectorMemory, messages: number): void {
    this.#unread = memory
    this.#messages = messages
  }

  /** For core: takes in what was received, before the slots are used for something else. */
  read(): void {
    const memory = this.#unread
    if (memory === null) return
    this.#unread = null
    this.#count = 0
    this.#reserve(this.#messages)
    for (let slot = 0; slot < this.#messages; slot++) {
      const start = slot * memory.slotSize
      const size = Math.min(memory.transferred(slot), memory.slotSize)
      const segment = memory.controlSize === 0 ? 0 : memory.segmentSize(slot)
      if (segment === 0 || segment >= size) this.#add(start, size, slot)
      else this.#addJoined(start, size, segment, slot, this.#messages - slot)
    }
  }

  #add(offset: number, size: number, slot: number): void {
    const index = this.#count++
    this.#offsets[index] = offset
    this.#sizes[index] = size
    this.#slots[index] = slot
  }

  #addJoined(start: number, size: number, segment: number, slot: number, others: number): void {
    this.#reserve(Math.ceil(size / segment) + others)
    for (let at = 0; at < size; at += segment) this.#add(start + at, Math.min(segment, size - at), slot)
  }

  /** Makes room for so many more datagrams. */
  #reserve(more: number): void {
    const needed = this.#count + more
    if (needed <= this.#offsets.length) return
    const capacity = Math.max(needed, this.#offsets.length * 2)
    this.#offsets = grown(this.#offsets, new Uint32Array(capacity))
    this.#sizes = grown(this.#sizes, new Uint32Array(capacity))
    this.#slots = grown(this.#slots, new Uint16Array(capacity))
  }
}

function grown<Column extends Uint32Array | Uint16Array>(column: Column, longer: Column): Column {
  longer.set(column)
  return longer
}
