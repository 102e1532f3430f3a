import type { Address, AddressInit } from '../address/address.js'
import { invalidArgType, invalidArgValue, outOfRange } from '../argument-errors.js'
import type { Context } from '../syscalls/context.js'
import { byteLengthOf, checkBytes, checkInteger } from '../validate.js'
import { Datagrams } from './datagrams.js'
import { VectorMemory, type VectorSize } from './vector-memory.js'

/** The memory of a vector, for the calls: a program has no way to it. */
export let memoryOf: (vector: MessageVector) => VectorMemory

/** Notes what a receive has left in the vector. */
export let received: (vector: MessageVector, count: number) => void

/** Refuses what is no vector, and one whose payload was given away. */
export let checkVector: (argument: string, vector: MessageVector) => void

/**
 * Many messages for one call, with memory that is allocated once: `slots` messages with room for `slotSize` bytes of data and `controlSize` bytes of control data each.
 * Slot `i` has its data at `i * slotSize` in `payload`. In steady state neither sending nor receiving allocates anything.
 */
export class MessageVector {
  readonly slots: number
  readonly slotSize: number
  readonly controlSize: number
  /** The data of all slots, to be written before a send and read after a receive. It must not be transferred. */
  readonly payload: Uint8Array
  /** What the last receive brought, one by one: a message that the kernel had joined (UDP_GRO) is shown as the datagrams it is. */
  readonly datagrams: Datagrams
  readonly #memory: VectorMemory
  readonly #context: Context
  #messages = 0

  static {
    memoryOf = (vector) => vector.#memory
    received = (vector, count) => {
      vector.#messages = count
      // The one behind may have been begun.
      vector.#memory.use(Math.min(count + 1, vector.slots))
      vector.datagrams.fill(vector.#memory, count)
    }
    checkVector = (argument, vector) => {
      if (typeof vector !== 'object' || vector === null || !(#memory in vector)) {
        throw invalidArgType(argument, 'a MessageVector', vector)
      }
      if (byteLengthOf(vector.payload) !== vector.slots * vector.slotSize) {
        throw invalidArgValue(argument, 'has a payload that was transferred', vector)
      }
    }
  }

  /** Made by `createVector`. */
  constructor(context: Context, size: VectorSize) {
    if (typeof size !== 'object' || size === null) throw invalidArgType('size', 'an object', size)
    const { slots, slotSize, controlSize = 0 } = size
    checkInteger('size.slots', slots, 1, 1024)
    checkInteger('size.slotSize', slotSize, 0, 65535)
    checkInteger('size.controlSize', controlSize, 0, 65535)
    this.#context = context
    this.#memory = new VectorMemory(context.backend, { slots, slotSize, controlSize })
    this.slots = slots
    this.slotSize = slotSize
    this.controlSize = controlSize
    this.payload = this.#memory.payload
    this.datagrams = new Datagrams()
  }

  /** How many messages the last receive brought: the slots from 0 on. */
  get messages(): number {
    return this.#messages
  }

  /**
   * Prepares a slot for a send.
   * @param data what is copied into the slot, or how many bytes of what stands there already
   * @param to the destination; null on a connected socket
   * @param control control data as raw bytes
   * @throws RangeError `ERR_OUT_OF_RANGE`: more than the slot has room for
   */
  set(slot: number, data: Uint8Array | number, to: AddressInit | null, control?: Uint8Array): void {
    this.#checkSlot(slot)
    const memory = this.#memory
    const name = to === null ? null : this.#context.encoder.encode('to', to)
    const size = this.#size(data)
    if (control !== undefined) {
      checkBytes('control', control)
      if (byteLengthOf(control) > this.controlSize) {
        throw outOfRange('control', `at most ${this.controlSize} bytes`, byteLengthOf(control))
      }
      memory.control(slot).set(control)
    }
    if (typeof data !== 'number') this.payload.set(data, slot * this.slotSize)
    memory.use(slot + 1)
    memory.setSize(slot, size)
    memory.setName(slot, name)
    memory.setControlLength(slot, control === undefined ? 0 : byteLengthOf(control))
  }

  /** How many bytes the message in the slot has, as far as they fitted. */
  size(slot: number): number {
    this.#checkReceived(slot)
    return Math.min(this.#memory.transferred(slot), this.slotSize)
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

  /** The message's data: a view of the slot, valid until the next call that uses it. */
  data(slot: number): Uint8Array {
    const at = slot * this.slotSize
    return this.payload.subarray(at, at + this.size(slot))
  }

  /** The message's control data, copied. */
  control(slot: number): Uint8Array {
    this.#checkReceived(slot)
    return this.#memory.control(slot).slice(0, this.#memory.controlLength(slot))
  }

  #size(data: Uint8Array | number): number {
    if (typeof data === 'number') {
      checkInteger('data', data, 0, this.slotSize)
      return data
    }
    checkBytes('data', data)
    const size = byteLengthOf(data)
    if (size > this.slotSize) throw outOfRange('data', `at most ${this.slotSize} bytes`, size)
    return size
  }

  #checkSlot(slot: number): void {
    checkInteger('slot', slot, 0, this.slots - 1)
  }

  #checkReceived(slot: number): void {
    checkInteger('slot', slot, 0, this.#messages - 1)
  }
}
