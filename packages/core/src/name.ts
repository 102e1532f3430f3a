import type { Backend } from './backend.js'
import type { InternetFamily } from './control/message.js'
import { byteLengthOf } from './validate.js'

/** What is known of an address beyond its bytes. */
export interface Destination {
  /** The family that control messages to it have: 'IPv4' for an IPv4-mapped address too; null for what is no Internet address. */
  readonly family: InternetFamily | null
  /** An Internet address that is no multicast group and not the broadcast address 255.255.255.255. */
  readonly unicast: boolean
  /** An IPv4 address that could be the broadcast address of some network; what it is only the routes know. */
  readonly mayBroadcast: boolean
}

const elsewhere: Destination = { family: null, unicast: false, mayBroadcast: false }

/**
 * An address for a call to read: a whole `sockaddr`. Core allocates its memory, which does not move and is not written to again, so that a native backend may pass `address` to the
 * kernel in place of a view.
 */
export class Name {
  readonly bytes: Uint8Array
  /** Where `bytes` begins in the process; 0 for a backend without pointers. */
  readonly address: number
  /** The length of `bytes`. */
  readonly length: number
  readonly family: InternetFamily | null
  readonly unicast: boolean
  readonly mayBroadcast: boolean
  #key: string | null = null

  constructor(bytes: Uint8Array, address: number, { family, unicast, mayBroadcast }: Destination = elsewhere) {
    this.bytes = bytes
    this.address = address
    this.length = bytes.byteLength
    this.family = family
    this.unicast = unicast
    this.mayBroadcast = mayBroadcast
  }

  /** The same for equal bytes. */
  key(): string {
    this.#key ??= String.fromCharCode(...this.bytes)
    return this.#key
  }
}

/** Memory for names, piece by piece and never the same again: a name stays what it is for as long as anybody holds it. */
export class NameMemory {
  readonly #backend: Pick<Backend, 'address'>
  readonly #size: number
  #memory = new Uint8Array(0)
  #address = 0
  #used = 0

  /** @param size how much is allocated at a time, in bytes */
  constructor(backend: Pick<Backend, 'address'>, size: number) {
    this.#backend = backend
    this.#size = size
  }

  /** A name whose bytes `write` lays out, in at most `capacity` bytes, telling how many. */
  name(capacity: number, write: (bytes: Uint8Array) => number, destination?: Destination): Name {
    if (this.#used + capacity > this.#memory.byteLength) {
      const { memory, address } = allocate(this.#backend, this.#size)
      this.#memory = memory
      this.#address = address
      this.#used = 0
    }
    const at = this.#used
    const length = write(this.#memory.subarray(at, at + capacity))
    this.#used = at + ((length + 7) & ~7)
    return new Name(this.#memory.subarray(at, at + length), this.#address && this.#address + at, destination)
  }
}

/** Memory that stays where it is, and where that is: 0 for a backend without pointers. */
export function allocate(
  backend: Pick<Backend, 'address'>,
  size: number,
): { memory: Uint8Array<ArrayBuffer>; address: number } {
  // An explicit ArrayBuffer: a small typed array on the JavaScript heap would move with the garbage collector.
  const memory = new Uint8Array(new ArrayBuffer(size))
  return { memory, address: addressOf(backend, memory) }
}

const cacheLine = 64

/** The same for memory that is copied from and to by the million: it begins with a line of the cache, and what fits one then lies in one. */
export function allocateAligned(
  backend: Pick<Backend, 'address'>,
  size: number,
): { memory: Uint8Array<ArrayBuffer>; address: number } {
  const { memory, address } = allocate(backend, size + cacheLine)
  const shift = address === 0 ? 0 : (cacheLine - (address % cacheLine)) % cacheLine
  return { memory: memory.subarray(shift, shift + size), address: address && address + shift }
}

/** Where a view lies in the process; 0 for a backend without pointers, and for an empty view. */
export function addressOf(backend: Pick<Backend, 'address'>, view: Uint8Array): number {
  if (backend.address === undefined || byteLengthOf(view) === 0) return 0
  const address = backend.address(view)
  // A tag in the upper bits (arm64) would be rounded away, and the address become another's.
  if (address > Number.MAX_SAFE_INTEGER)
    throw new RangeError(`the address 0x${address.toString(16)} does not fit a number`)
  return Number(address)
}
