import type { Backend } from './backend.js'
import { allocate } from './name.js'

/** Room for `struct sockaddr_storage` (RFC 3493, section 3.10): 128 bytes on every platform. */
const capacity = 128
const nameOffset = 4

/** An address that a call has stored. */
export interface ReceivedName {
  /** How long it is; above 128 where the kernel had to cut it. */
  readonly length: number
  readonly bytes: Uint8Array
  /** `bytes` as 32-bit words in native byte order. */
  readonly words: Uint32Array
}

/** An address that lies in the memory of a message, with its length elsewhere in it. */
export class StoredName implements ReceivedName {
  readonly bytes: Uint8Array
  readonly words: Uint32Array
  readonly #length: () => number

  constructor(bytes: Uint8Array, length: () => number) {
    this.bytes = bytes
    this.words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2)
    this.#length = length
  }

  get length(): number {
    return this.#length()
  }
}

/**
 * Memory that a call fills with an address: a `socklen_t` and, right behind it, a `sockaddr`.
 *
 * Core allocates it, once, and sets `length` to the capacity before each call; the backend leaves the address in `bytes` and its length in `length`. It
 * never moves and lives as long as its owner, so that a native backend may pass its addresses to the kernel; one in JavaScript uses `set`.
 */
export class NameBuffer implements ReceivedName {
  /** All of it: four bytes of length in native byte order, then `bytes`. */
  readonly memory: Uint8Array
  /** The `sockaddr` part. */
  readonly bytes: Uint8Array
  /** The `sockaddr` part as 32-bit words in native byte order. */
  readonly words: Uint32Array
  /** Where the length lies in the process; 0 for a backend without pointers. */
  readonly lengthAddress: number
  /** Where `bytes` begins in the process; 0 for a backend without pointers. */
  readonly bytesAddress: number
  readonly #length: Uint32Array

  constructor(backend: Pick<Backend, 'address'>) {
    const { memory, address } = allocate(backend, nameOffset + capacity)
    this.memory = memory
    this.bytes = memory.subarray(nameOffset)
    this.words = new Uint32Array(memory.buffer, nameOffset)
    this.#length = new Uint32Array(memory.buffer, 0, 1)
    this.lengthAddress = address
    this.bytesAddress = address && address + nameOffset
  }

  /** The length of the address; above 128 where the kernel had to cut it. */
  get length(): number {
    return this.#length[0] as number
  }

  /** Makes the whole capacity available to the next call. */
  reset(): void {
    this.#length[0] = capacity
  }

  /** Stores an address the way the kernel does: as much as fits, and its full length. */
  set(name: Uint8Array): void {
    this.bytes.set(name.subarray(0, capacity))
    this.#length[0] = name.byteLength
  }
}
