import type { Address, AddressInit } from '../address/address.js'
import { invalidArgType, invalidArgValue, outOfRange } from '../argument-errors.js'
import type { Backend } from '../backend.js'
import { Arrival } from '../control/arrival.js'
import { type ColumnsInit, ControlColumns } from '../control/columns.js'
import type { ControlInit } from '../control/init.js'
import type { ControlMessage } from '../control/message.js'
import { Context } from '../syscalls/context.js'
import { byteLengthOf, checkBytes, checkInteger } from '../validate.js'
import { Datagrams } from './datagrams.js'
import { VectorMemory, type VectorSize } from './vector-memory.js'

/** The memory of a vector, for the calls: a program has no way to it. */
export let memoryOf: (vector: MessageVector) => VectorMemory

/** How many slots, from the first, have been prepared for a send. */
export let preparedOf: (vector: MessageVector) => number

/** Takes in what the vector was last received into, before a send writes over it. */
export let sending: (vector: MessageVector) => void

/** Notes what a receive has left in the vector. */
export let received: (vector: MessageVector, count: number) => void

/** Refuses what is no vector, one of another backend, whose memory this one could not use, and one whose payload was given away. */
export let checkVector: (argument: string, vector: MessageVector, backend: Backend) => void

/**
 * Many messages for one call, with memory that is allocated once: `slots` messages with room for `slotSize` bytes of data and `controlSize` bytes of control data each.
 * Slot `i` has its data at `i * slotSize` in `payload`. In steady state neither sending nor receiving allocates anything.
 */
export class MessageVector {
  // Everything here goes by this, since a program could put properties of its own over the getters below.
  readonly #memory: VectorMemory
  readonly #arrival: Arrival
  readonly #context: Context
  readonly #datagrams: Datagrams
  #messages = 0
  #prepared = 0

  static {
    memoryOf = (vector) => vector.#memory
    preparedOf = (vector) => vector.#prepared
    sending = (vector) => vector.#datagrams.read()
    received = (vector, count) => {
      vector.#messages = count
      vector.#prepared = 0
      // The one behind may have been begun.
      vector.#memory.use(Math.min(count + 1, vector.#memory.slots))
      vector.#settle(count)
      vector.#datagrams.received(count)
    }
    checkVector = (argument, vector, backend) => {
      if (typeof vector !== 'object' || vector === null || !(#memory in vector)) {
        throw invalidArgType(argument, 'a MessageVector', vector)
      }
      if (vector.#context.backend !== backend) throw invalidArgValue(argument, 'belongs to another backend', vector)
      if (!vector.#memory.isWhole) throw invalidArgValue(argument, 'has a payload that was transferred', vector)
    }
  }

  /** Made by `createVector`. */
  constructor(context: Context, size: VectorSize) {
    if (!(context instanceof Context)) throw invalidArgType('context', 'that of createVector', context)
    if (typeof size !== 'object' || size === null) throw invalidArgType('size', 'an object', size)
    const { slots, slotSize, controlSize = 0 } = size
    checkInteger('size.slots', slots, 1, 1024)
    checkInteger('size.slotSize', slotSize, 0, 2 ** 20)
    checkInteger('size.controlSize', controlSize, 0, 65535)
    this.#context = context
    this.#memory = new VectorMemory(context.backend, { slots, slotSize, controlSize })
    this.#arrival = new Arrival(context.backend, this.#memory.headers)
    this.#datagrams = new Datagrams(this.#memory)
  }

  /** How many messages there is room for. */
  get slots(): number {
    return this.#memory.slots
  }

  /** Room for the data of each, in bytes. */
  get slotSize(): number {
    return this.#memory.slotSize
  }

  /** Room for the control data of each, in bytes. */
  get controlSize(): number {
    return this.#memory.controlSize
  }

  /** The data of all slots, to be written before a send and read after a receive. It must not be transferred. */
  get payload(): Uint8Array {
    return this.#memory.payload
  }

  /** What the last receive brought, one by one: a message that the kernel had joined (UDP_GRO) is shown as the datagrams it is. */
  get datagrams(): Datagrams {
    return this.#datagrams
  }

  /** How many messages the last receive brought: the slots from 0 on. */
  get messages(): number {
    return this.#messages
  }

  /**
   * Prepares a slot for a send.
   * @param data what is copied into the slot, or how many bytes of what stands there already
   * @param to the destination; null on a connected socket
   * @param control control messages; or control data as raw bytes, as cmsg(3) has it
   * @throws RangeError `ERR_OUT_OF_RANGE`: more than the slot has room for; the slot is then as it was
   */
  set(
    slot: number,
    data: Uint8Array | number,
    to: AddressInit | null,
    control?: readonly ControlInit[] | Uint8Array,
  ): void {
    this.#checkSlot(slot)
    const memory = this.#memory
    // Control messages and the address come first: their getters are the caller's code, and could detach anything.
    const bytes = this.#context.encodeControl('control', control, 'sendmmsg')
    const name = to === null ? null : this.#context.encoder.encode('to', to)
    const size = this.#size(data)
    const controlLength = control === undefined ? 0 : this.#controlLength(bytes)
    if (!memory.isWhole) throw invalidArgValue('payload', 'was transferred', memory.payload)

    this.#datagrams.read()
    this.#prepared = Math.max(this.#prepared, slot + 1)
    memory.use(slot + 1)
    memory.setSize(slot, size)
    memory.setName(slot, name)
    memory.setControlLength(slot, controlLength)
    if (controlLength > 0) memory.control(slot).set(bytes)
    if (typeof data !== 'number') memory.payload.set(data, slot * memory.slotSize)
  }

  /** How many bytes the message in the slot has, as far as they fitted. */
  size(slot: number): number {
    this.#checkReceived(slot)
    return Math.min(this.#memory.transferred(slot), this.#memory.slotSize)
  }

  /** The sender of the message; null where the socket tells none. */
  from(slot: number): Address | null {
    this.#checkReceived(slot)
    return this.#context.decoder.decode(this.#memory.receivedName(slot))
  }

  /** What the kernel said of the message: MSG_TRUNC (its rest is lost), MSG_CTRUNC (some of its control data is), MSG_ERRQUEUE. */
  flags(slot: number): number {
    this.#checkReceived(slot)
    return this.#memory.flags(slot) & ~(this.#context.backend.platform.constants.MSG_CMSG_CLOEXEC ?? 0)
  }

  /** Whether the message was longer than the slot, and the rest of it is lost. */
  truncated(slot: number): boolean {
    return (this.flags(slot) & (this.#context.backend.platform.constants.MSG_TRUNC ?? 0)) !== 0
  }

  /** The message's data: a view of the slot, valid until the next call that uses it. */
  data(slot: number): Uint8Array {
    const size = this.size(slot)
    const at = slot * this.#memory.slotSize
    return this.#memory.payload.subarray(at, at + size)
  }

  /** What came beside the message's data. Descriptors are not among it: a batch closes those that come. */
  control(slot: number): ControlMessage[] {
    this.#checkReceived(slot)
    return this.#memory.readControl(slot)
  }

  /**
   * Columns for what comes beside the data of this vector's messages, without an object for any of it: memory for `slots` entries each.
   * @throws TypeError `ERR_INVALID_ARG_TYPE`
   */
  columns(columns: ColumnsInit): ControlColumns {
    return new ControlColumns(this.#memory, columns)
  }

  #settle(count: number): void {
    const memory = this.#memory
    if (memory.controlSize === 0) return
    for (let slot = 0; slot < count; slot++) {
      const length = memory.controlLength(slot)
      // Nobody could have asked for descriptors that come in a batch.
      if (length > 0) this.#arrival.settle(memory.controlAt(slot), length, false)
      this.#datagrams.segmentSizes[slot] = length > 0 ? this.#arrival.segmentSize : 0
    }
  }

  #size(data: Uint8Array | number): number {
    const { slotSize } = this.#memory
    if (typeof data === 'number') {
      checkInteger('data', data, 0, slotSize)
      return data
    }
    checkBytes('data', data)
    const size = byteLengthOf(data)
    if (size > slotSize) throw outOfRange('data', `at most ${slotSize} bytes`, size)
    return size
  }

  #controlLength(control: Uint8Array): number {
    checkBytes('control', control)
    const length = byteLengthOf(control)
    const { controlSize } = this.#memory
    if (length > controlSize) throw outOfRange('control', `at most ${controlSize} bytes`, length)
    return length
  }

  #checkSlot(slot: number): void {
    checkInteger('slot', slot, 0, this.#memory.slots - 1)
  }

  #checkReceived(slot: number): void {
    checkInteger('slot', slot, 0, this.#messages - 1)
  }
}
