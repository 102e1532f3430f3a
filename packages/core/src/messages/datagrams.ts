import type { VectorMemory } from './vector-memory.js'

/**
 * The datagrams of a receive, in their order, as columns: entry `i` of each belongs to datagram `i`, for `i` below `count`. The columns are replaced when they
 * have to grow, and otherwise written anew for each receive.
 */
export class Datagrams {
  #count = 0
  #bytes = 0
  #offsets = new Uint32Array(64)
  #sizes = new Uint32Array(64)
  #slots = new Uint16Array(64)
  /** For core: the size of the datagrams that the kernel joined to the message in each slot; 0 if it is one by itself. */
  readonly segmentSizes: Uint32Array
  readonly #memory: VectorMemory
  // What is to be looked at once somebody asks: many programs go by the messages alone.
  #unread = 0

  constructor(memory: VectorMemory) {
    this.#memory = memory
    this.segmentSizes = new Uint32Array(memory.slots)
  }

  /** How many there are. */
  get count(): number {
    this.read()
    return this.#count
  }

  /** How many bytes they have, all together. */
  get bytes(): number {
    this.read()
    return this.#bytes
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
  received(messages: number): void {
    this.#count = 0
    this.#bytes = 0
    this.#unread = messages
  }

  /** For core: takes in what was received, before the slots are used for something else. */
  read(): void {
    const messages = this.#unread
    if (messages === 0) return
    this.#unread = 0
    this.#reserve(messages)
    const { slotSize } = this.#memory
    for (let slot = 0; slot < messages; slot++) {
      const size = Math.min(this.#memory.transferred(slot), slotSize)
      const segment = this.segmentSizes[slot] as number
      this.#bytes += size
      if (segment === 0 || segment >= size) this.#add(slot * slotSize, size, slot)
      else this.#addJoined(slot * slotSize, size, segment, slot, messages - slot)
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
    // Fifty turns a message: they go by locals.
    const [offsets, sizes, slots] = [this.#offsets, this.#sizes, this.#slots]
    const end = start + size
    let index = this.#count
    for (let offset = start; offset < end; offset += segment) {
      offsets[index] = offset
      sizes[index] = segment
      slots[index++] = slot
    }
    sizes[index - 1] = size - (index - 1 - this.#count) * segment
    this.#count = index
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
