import type { Backend } from '../backend.js'
import { addressOf, allocate, type Name } from '../name.js'
import { Struct } from '../platform/fields.js'
import type { Layouts } from '../platform/platform.js'
import { aligned, Headers, nameCapacity } from './header.js'

/** How much a vector holds. */
export interface VectorSize {
  /** How many messages: 1 to 1024, which is UIO_MAXIOV, the most that sendmmsg(2) takes. */
  readonly slots: number
  /** Room for the data of each, in bytes: 0 to 65,535. A receive with UDP_GRO needs all of that, or loses the tail of a joined datagram. */
  readonly slotSize: number
  /** Room for the control data of each, in bytes. 0 unless given. */
  readonly controlSize?: number | undefined
}

/**
 * The memory of a vector as backends see it: a block with the `mmsghdr`s, `iovec`s, names and control data of all slots, and a block of payloads. Neither
 * moves. The first holds the pointers and is nobody else's, the second is the program's to read and write.
 */
export class VectorMemory {
  readonly slots: number
  readonly slotSize: number
  readonly controlSize: number
  /** The `mmsghdr`s (`msghdr`s where the platform has no batches), one behind the other, and what they point to but the payloads. */
  readonly headers: Uint8Array
  /** Where `headers` begins in the process; 0 for a backend without pointers. */
  readonly address: number
  /** From one `mmsghdr` to the next, in bytes. */
  readonly stride: number
  /** The payloads: slot `i` begins at `i * slotSize`. */
  readonly payload: Uint8Array
  readonly #fields: Headers
  readonly #struct: Struct
  readonly #layouts: Layouts
  readonly #iovAt: number
  readonly #nameAt: number
  readonly #controlAt: number

  constructor(backend: Pick<Backend, 'platform' | 'address'>, { slots, slotSize, controlSize = 0 }: VectorSize) {
    const { layouts } = backend.platform
    const stride = layouts.mmsghdr?.size ?? layouts.msghdr.size
    const iovAt = aligned(slots * stride)
    const nameAt = iovAt + slots * layouts.iovec.size
    const controlAt = nameAt + slots * nameCapacity
    const { memory, address } = allocate(backend, controlAt + slots * aligned(controlSize))
    const payload = new Uint8Array(new ArrayBuffer(slots * slotSize))
    const payloadAddress = addressOf(backend, payload)

    this.slots = slots
    this.slotSize = slotSize
    this.controlSize = controlSize
    this.headers = memory
    this.address = address
    this.stride = stride
    this.payload = payload
    this.#fields = new Headers(backend.platform, memory)
    this.#struct = new Struct(backend.platform, memory)
    this.#layouts = layouts
    this.#iovAt = iovAt
    this.#nameAt = nameAt
    this.#controlAt = controlAt

    for (let slot = 0; slot < slots; slot++) {
      const iov = iovAt + slot * layouts.iovec.size
      this.#fields.point(slot * stride, {
        name: address + nameAt + slot * nameCapacity,
        iov: address + iov,
        control: address + controlAt + slot * aligned(controlSize),
      })
      this.#fields.setIov(iov, payloadAddress + slot * slotSize, slotSize)
      this.#fields.setIovCount(slot * stride, 1)
    }
  }

  /** How much of the payload of a slot is to be sent, or how much room it offers. */
  setSize(slot: number, size: number): void {
    this.#fields.setIovLength(this.#iovAt + slot * this.#layouts.iovec.size, size)
  }

  size(slot: number): number {
    return this.#fields.iovLength(this.#iovAt + slot * this.#layouts.iovec.size)
  }

  /** How many bytes a call sent from the slot or received into it. */
  transferred(slot: number): number {
    const { mmsghdr } = this.#layouts
    return mmsghdr === undefined ? 0 : this.#struct.get(slot * this.stride, mmsghdr.length)
  }

  setTransferred(slot: number, size: number): void {
    const { mmsghdr } = this.#layouts
    if (mmsghdr !== undefined) this.#struct.set(slot * this.stride, mmsghdr.length, size)
  }

  name(slot: number): Uint8Array {
    const at = this.#nameAt + slot * nameCapacity
    return this.headers.subarray(at, at + nameCapacity)
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
    const at = this.#controlAt + slot * aligned(this.controlSize)
    return this.headers.subarray(at, at + this.controlSize)
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

  /** Makes all the room of a slot available to a receive. */
  reset(slot: number): void {
    const at = slot * this.stride
    this.#fields.setNameLength(at, nameCapacity)
    this.#fields.setControlLength(at, this.controlSize)
    this.#fields.setFlags(at, 0)
  }
}
