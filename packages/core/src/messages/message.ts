import type { Backend } from '../backend.js'
import { addressOf, allocate, type Name } from '../name.js'
import { type ReceivedName, StoredName } from '../name-buffer.js'
import { byteLengthOf } from '../validate.js'
import { aligned, Headers, nameCapacity } from './header.js'

/**
 * One message for `sendmsg` or `recvmsg`: data, a name, control data and flags.
 *
 * Core lays it out as the platform's `msghdr`, in memory that does not move and is nobody else's, so that no program can write a pointer, and sets data, name and
 * control data before each call. A native backend passes the address on; one in JavaScript reads and fills the message through its members.
 */
export interface Message {
  /** Begins with the `msghdr`. */
  readonly memory: Uint8Array
  /** Where the `msghdr` begins in the process; 0 for a backend without pointers. */
  readonly address: number
  /** The views that the data is gathered from, or scattered over, in this order. */
  readonly data: readonly Uint8Array[]
  /** Room for an address, of which `nameLength` bytes count. */
  readonly name: Uint8Array
  nameLength: number
  /** Room for control data, of which `controlLength` bytes count. */
  readonly control: Uint8Array
  controlLength: number
  /** What the kernel says of a received message: MSG_TRUNC, MSG_CTRUNC, MSG_ERRQUEUE. */
  flags: number
}

/** A message whose data lies in views of the caller's, anywhere. */
export class ScatteredMessage implements Message {
  /** The `msghdr`, and all that it points to but the data. */
  readonly memory: Uint8Array
  readonly address: number
  readonly name: Uint8Array
  readonly control: Uint8Array
  /** How many views it has room for. */
  readonly capacity: number
  readonly #backend: Pick<Backend, 'address'>
  readonly #headers: Headers
  readonly #iovSize: number
  readonly #iovAt: number
  readonly #receivedName: ReceivedName
  #data: readonly Uint8Array[] = []

  constructor(backend: Pick<Backend, 'platform' | 'address'>, capacity: number, controlSize: number) {
    const { msghdr, iovec } = backend.platform.layouts
    const iovAt = aligned(msghdr.size)
    const nameAt = iovAt + capacity * iovec.size
    const controlAt = nameAt + nameCapacity
    const { memory, address } = allocate(backend, controlAt + controlSize)
    this.memory = memory
    this.address = address
    this.capacity = capacity
    this.name = memory.subarray(nameAt, controlAt)
    this.control = memory.subarray(controlAt)
    this.#backend = backend
    this.#iovSize = iovec.size
    this.#iovAt = iovAt
    this.#headers = new Headers(backend.platform, memory)
    this.#receivedName = new StoredName(this.name, () => this.nameLength)
    this.#headers.point(0, { name: address + nameAt, iov: address + iovAt, control: address + controlAt })
  }

  get data(): readonly Uint8Array[] {
    return this.#data
  }

  /** At most `capacity` views, which are held until others take their place. */
  set data(views: readonly Uint8Array[]) {
    this.#data = views
    this.#headers.setIovCount(0, views.length)
    for (let index = 0; index < views.length; index++) {
      const view = views[index] as Uint8Array
      this.#headers.setIov(this.#iovAt + index * this.#iovSize, addressOf(this.#backend, view), byteLengthOf(view))
    }
  }

  /** The name that a receive has left. */
  get receivedName(): ReceivedName {
    return this.#receivedName
  }

  get nameLength(): number {
    return this.#headers.nameLength(0)
  }

  set nameLength(length: number) {
    this.#headers.setNameLength(0, length)
  }

  get controlLength(): number {
    return this.#headers.controlLength(0)
  }

  set controlLength(length: number) {
    this.#headers.setControlLength(0, length)
  }

  get flags(): number {
    return this.#headers.flags(0)
  }

  set flags(flags: number) {
    this.#headers.setFlags(0, flags)
  }

  /** Takes over the destination of a message that is to be sent; null for the peer of a connected socket. */
  setName(name: Name | null): void {
    if (name !== null) this.name.set(name.bytes)
    this.nameLength = name === null ? 0 : name.length
  }

  /** Makes all the room for name and control data available to a receive. */
  reset(): void {
    this.nameLength = nameCapacity
    this.controlLength = this.control.byteLength
    this.flags = 0
  }
}
