import type { Name } from '../name.js'
import type { VectorMemory } from './vector-memory.js'

/** The memory of a vector, for the call. */
export let placedMemoryOf: (vector: SendVector) => VectorMemory

/**
 * Messages that are about to be sent, packed one behind the other in one block: small ones touch few pages, and one message may take what many others leave.
 * `Sends` makes it and sends it. It trusts its caller, who has checked views and sizes.
 */
export class SendVector {
  /** How many messages it has room for. */
  readonly slots: number
  /** How many bytes of data. */
  readonly capacity: number
  readonly #memory: VectorMemory
  // What the headers say already: programs send to the same places again and again.
  readonly #names: (Name | null | undefined)[]
  readonly #controls: (Uint8Array | null | undefined)[]
  #count = 0
  #start = 0
  #end = 0

  static {
    placedMemoryOf = (vector) => vector.#memory
  }

  constructor(memory: VectorMemory) {
    this.slots = memory.slots
    this.capacity = memory.payload.length
    this.#memory = memory
    this.#names = new Array(memory.slots).fill(undefined)
    this.#controls = new Array(memory.slots).fill(undefined)
  }

  /** How many messages it holds. */
  get count(): number {
    return this.#count
  }

  /** How many bytes of data there is room for. */
  get room(): number {
    return this.capacity - this.#end
  }

  /** Forgets all messages. */
  clear(): void {
    this.#count = 0
    this.#end = 0
  }

  /** Adds a message. There has to be a slot for it, and room for the data. */
  add(data: Uint8Array, size: number, name: Name | null): void {
    const slot = this.#count++
    const memory = this.#memory
    this.#start = this.#end
    this.#end += size
    memory.payload.set(data, this.#start)
    memory.place(slot, this.#start, size)
    if (this.#names[slot] !== name) {
      memory.setName(slot, name)
      this.#names[slot] = name
    }
    if (this.#controls[slot] !== null) {
      memory.setControlLength(slot, 0)
      this.#controls[slot] = null
    }
  }

  /** Appends data to the last message, which has it after `extend`. */
  append(data: Uint8Array, size: number): void {
    this.#memory.payload.set(data, this.#end)
    this.#end += size
  }

  /** Has the last message take in what was appended. */
  extend(): void {
    this.#memory.place(this.#count - 1, this.#start, this.#end - this.#start)
  }

  /** Gives the last message control data, which is not to change after that: what has been seen before is not copied again. */
  setControl(control: Uint8Array): void {
    const slot = this.#count - 1
    if (this.#controls[slot] === control) return
    this.#memory.headers.set(control, this.#memory.controlAt(slot))
    this.#memory.setControlLength(slot, control.length)
    this.#controls[slot] = control
  }
}
