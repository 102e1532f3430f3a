import type { Backend } from '../backend.js'
import { readControl } from '../control/decode.js'
import type { ControlMessage } from '../control/message.js'
import { ControlReader } from '../control/reader.js'
import { allocateAligned, type Name } from '../name.js'
import { type ReceivedName, StoredName } from '../name-buffer.js'
import { hostIsLittleEndian, Struct } from '../platform/fields.js'
import type { Field, Platform } from '../platform/platform.js'
import { aligned, Headers, nameCapacity } from './header.js'
import type { Message } from './message.js'
import { Slot } from './slot.js'

/** How much a vector holds. */
export interface VectorSize {
  /** How many messages: 1 to 1024, which is UIO_MAXIOV, the most that sendmmsg(2) takes. */
  readonly slots: number
  /**
   * Room for the data of each, in bytes: 0 to 1,048,576. A receive with UDP_GRO needs 65,535, or loses the tail of a joined datagram; datagrams of Unix sockets may be
   * larger than that.
   */
  readonly slotSize: number
  /** Room for the control data of each, in bytes. 0 unless given. */
  readonly controlSize?: number | undefined
}

/** For core: how large the payload is where slots are placed in it one by one. */
interface PlacedSize extends VectorSize {
  readonly payloadSize?: number | undefined
}

/**
 * The memory of a vector as backends see it: a block with the `mmsghdr`s, `iovec`s, names and control data of all slots, and a block of payloads. Neither
 * moves. The first holds the pointers and is nobody else's, the second is the program's to read and write.
 */
export class VectorMemory {
  readonly platform: Platform
  readonly slots: number
  readonly slotSize: number
  readonly controlSize: number
  /** The `mmsghdr`s (`msghdr`s where the platform has no batches), one behind the other, and what they point to but the payloads. */
  readonly headers: Uint8Array
  /** Where `headers` begins in the process; 0 for a backend without pointers. */
  readonly address: number
  /** From one `mmsghdr` to the next, in bytes. */
  readonly stride: number
  /** The payloads: slot `i` begins at `i * slotSize`, or where it was placed. */
  readonly payload: Uint8Array
  // A view that no program has put properties of its own on, so that its length is true.
  readonly #payload: Uint8Array
  readonly #payloadAddress: number
  readonly #payloadSize: number
  // Where each slot was placed; null where they stand in their order.
  readonly #places: Uint32Array | null
  readonly #fields: Headers
  readonly #struct: Struct
  readonly #reader: ControlReader
  readonly #slots: Slot[] = []
  // How many slots, from the first, are not as a receive wants them: their headers, and their iovecs.
  #used = 0
  #sized = 0
  readonly #names: ReceivedName[] = []
  readonly #iovSize: number
  readonly #iovAt: number
  // Where the halves of an iovec's fields are in it, in words.
  readonly #baseLow: number
  readonly #baseHigh: number
  readonly #lengthLow: number
  readonly #nameAt: number
  readonly #controlAt: number
  readonly #controlStride: number
  // Behind everything, headers and iovecs as a receive wants them.
  readonly #blankAt: number
  // The length field of the mmsghdr, or where there is none a place of our own behind everything.
  readonly #transferred: Field
  // Every receive reads as many lengths as messages came: without a view's detour, where the platform's byte order is that of this machine.
  readonly #words: Uint32Array | null
  readonly #allWords: Uint32Array
  readonly #transferredAt: number
  readonly #transferredStride: number

  constructor(
    backend: Pick<Backend, 'platform' | 'address'>,
    { slots, slotSize, controlSize = 0, payloadSize }: PlacedSize,
  ) {
    const { layouts } = backend.platform
    const stride = layouts.mmsghdr?.size ?? layouts.msghdr.size
    const iovAt = aligned(slots * stride)
    const nameAt = iovAt + slots * layouts.iovec.size
    const controlAt = nameAt + slots * nameCapacity
    const controlStride = aligned(controlSize)
    const transferredAt = controlAt + slots * controlStride
    const blankAt = aligned(transferredAt + slots * 4)
    const { memory, address } = allocateAligned(backend, aligned(blankAt + nameAt))
    const { memory: payload, address: payloadAddress } = allocateAligned(backend, payloadSize ?? slots * slotSize)

    this.platform = backend.platform
    this.slots = slots
    this.slotSize = slotSize
    this.controlSize = controlSize
    this.headers = memory
    this.address = address
    this.stride = stride
    this.payload = payload
    this.#payload = payload.subarray(0)
    this.#payloadAddress = payloadAddress
    this.#payloadSize = payload.length
    this.#places = payloadSize === undefined ? null : new Uint32Array(slots)
    this.#fields = new Headers(backend.platform, memory)
    this.#struct = new Struct(backend.platform, memory)
    this.#reader = new ControlReader(backend.platform, memory)
    this.#iovSize = layouts.iovec.size
    this.#iovAt = iovAt
    const low = Number(!backend.platform.littleEndian)
    this.#baseLow = (layouts.iovec.base >>> 2) + low
    this.#baseHigh = (layouts.iovec.base >>> 2) + 1 - low
    this.#lengthLow = (layouts.iovec.length.at >>> 2) + (layouts.iovec.length.size === 8 ? low : 0)
    this.#nameAt = nameAt
    this.#controlAt = controlAt
    this.#controlStride = controlStride
    this.#blankAt = blankAt
    this.#allWords = new Uint32Array(memory.buffer, memory.byteOffset, memory.length >>> 2)
    this.#words = backend.platform.littleEndian === hostIsLittleEndian ? this.#allWords : null
    this.#transferred = layouts.mmsghdr?.length ?? { at: 0, size: 4 }
    this.#transferredAt = layouts.mmsghdr === undefined ? transferredAt : 0
    this.#transferredStride = layouts.mmsghdr === undefined ? 4 : stride

    for (let slot = 0; slot < slots; slot++) {
      const iov = iovAt + slot * layouts.iovec.size
      this.#fields.point(slot * stride, {
        name: address + nameAt + slot * nameCapacity,
        iov: address + iov,
        control: address + controlAt + slot * controlStride,
      })
      this.#fields.setIov(iov, payloadAddress + this.offset(slot), slotSize)
      this.#fields.setIovCount(slot * stride, 1)
      this.#fields.setNameLength(slot * stride, nameCapacity)
      this.#fields.setControlLength(slot * stride, controlSize)
    }
    memory.copyWithin(blankAt, 0, nameAt)
  }

  /** Whether the payload is still where the headers say: a buffer that was transferred leaves its views without length. */
  get isWhole(): boolean {
    return this.#payload.length === this.#payloadSize
  }

  /** The message of one slot, for a call that takes one. */
  slot(slot: number): Message {
    this.#slots[slot] ??= new Slot(this, slot)
    return this.#slots[slot]
  }

  /** How much of the payload of a slot is to be sent, or how much room it offers. */
  setSize(slot: number, size: number): void {
    this.#sized = Math.max(this.#sized, slot + 1)
    this.#fields.setIovLength(this.#iovAt + slot * this.#iovSize, size)
  }

  /** Where the data of the slot begins in `payload`. */
  offset(slot: number): number {
    return this.#places === null ? slot * this.slotSize : (this.#places[slot] as number)
  }

  /** Has the slot send `size` bytes of the payload from `offset` on: only for memory with a payload size of its own, which is never received into. */
  place(slot: number, offset: number, size: number): void {
    if (this.#places !== null) this.#places[slot] = offset
    const at = this.#iovAt + slot * this.#iovSize
    const address = this.#payloadAddress + offset
    const words = this.#words
    if (words === null) {
      this.#fields.setIov(at, address, size)
      return
    }
    // Each datagram that is sent comes by here. The upper half of the length stays 0.
    const word = at >>> 2
    words[word + this.#baseLow] = address
    words[word + this.#baseHigh] = address / 2 ** 32
    words[word + this.#lengthLow] = size
  }

  size(slot: number): number {
    return this.#fields.iovLength(this.#iovAt + slot * this.#iovSize)
  }

  /** How many bytes a call sent from the slot or received into it. */
  transferred(slot: number): number {
    const at = this.#transferredAt + slot * this.#transferredStride
    return this.#words === null
      ? this.#struct.get(at, this.#transferred)
      : (this.#words[(at + this.#transferred.at) >>> 2] as number)
  }

  setTransferred(slot: number, size: number): void {
    this.#struct.set(this.#transferredAt + slot * this.#transferredStride, this.#transferred, size)
  }

  name(slot: number): Uint8Array {
    const at = this.#nameAt + slot * nameCapacity
    return this.headers.subarray(at, at + nameCapacity)
  }

  /** The name that a receive has left in the slot. */
  receivedName(slot: number): ReceivedName {
    this.#names[slot] ??= this.#storedName(slot)
    return this.#names[slot]
  }

  // By itself: a function that makes a closure allocates for it each time, made or not.
  #storedName(slot: number): ReceivedName {
    return new StoredName(this.name(slot), () => this.nameLength(slot))
  }

  nameLength(slot: number): number {
    return this.#fields.nameLength(slot * this.stride)
  }

  setName(slot: number, name: Name | null): void {
    if (name !== null) this.headers.set(name.bytes, this.#nameAt + slot * nameCapacity)
    this.#fields.setNameLength(slot * this.stride, name === null ? 0 : name.length)
  }

  setNameLength(slot: number, length: number): void {
    this.#fields.setNameLength(slot * this.stride, length)
  }

  control(slot: number): Uint8Array {
    const at = this.controlAt(slot)
    return this.headers.subarray(at, at + this.controlSize)
  }

  /** The control messages that a receive has left in the slot. */
  readControl(slot: number): ControlMessage[] {
    return readControl(this.#reader, this.controlAt(slot), this.controlLength(slot))
  }

  /** Where the control data of the slot begins in `headers`. */
  controlAt(slot: number): number {
    return this.#controlAt + slot * this.#controlStride
  }

  controlLength(slot: number): number {
    return this.#fields.controlLength(slot * this.stride)
  }

  setControlLength(slot: number, length: number): void {
    this.#fields.setControlLength(slot * this.stride, length)
  }

  flags(slot: number): number {
    return this.#fields.flags(slot * this.stride)
  }

  setFlags(slot: number, flags: number): void {
    this.#fields.setFlags(slot * this.stride, flags)
  }

  /** Makes all the room of all slots available to a receive. */
  reset(): void {
    this.#blank(0, this.#used * this.stride)
    this.#used = 0
    if (this.#sized === 0) return
    this.#blank(this.#iovAt, this.#sized * this.#iovSize)
    this.#sized = 0
  }

  // A copy of what it looks like then: many times faster than field by field.
  #blank(at: number, size: number): void {
    const from = this.#blankAt + at
    if (size > 512) {
      this.headers.copyWithin(at, from, from + size)
      return
    }
    // Of a few slots word by word: the call of copyWithin costs as much as a hundred words.
    const words = this.#allWords
    for (let word = at >>> 2, blank = from >>> 2, end = (at + size) >>> 2; word < end; word++, blank++) {
      words[word] = words[blank] as number
    }
  }

  /** Notes that the slots below `slots` are no longer as `reset` leaves them. */
  use(slots: number): void {
    this.#used = Math.max(this.#used, slots)
  }
}
