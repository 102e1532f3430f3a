import { hostIsLittleEndian, Struct } from '../platform/fields.js'
import type { Field, Layouts, Platform } from '../platform/platform.js'

/**
 * Walks over the control messages in memory of any content: CMSG_FIRSTHDR, CMSG_NXTHDR, CMSG_DATA of cmsg(3). A length that is shorter than a header, or
 * reaches behind the end, ends the walk. It allocates nothing.
 */
export class ControlReader {
  readonly platform: Platform
  readonly bytes: Uint8Array
  /** Of the message that the walk stands on. */
  level = 0
  type = 0
  /** Where its data begins in `bytes`, and how many bytes it has. */
  at = 0
  size = 0
  readonly #struct: Struct
  readonly #layout: Layouts['cmsghdr']
  readonly #dataAt: number
  // Every datagram that comes with control data is walked over. Where memory is aligned and in the byte order of this machine its words are read as they are, which is
  // several times faster than by way of the struct.
  readonly #words: Uint32Array | null
  readonly #lengthWord: number
  readonly #highLengthWord: number
  readonly #levelWord: number
  readonly #typeWord: number
  #next = 0
  #end = 0

  constructor(platform: Platform, bytes: Uint8Array) {
    this.platform = platform
    this.bytes = bytes
    this.#struct = new Struct(platform, bytes)
    this.#layout = platform.layouts.cmsghdr
    this.#dataAt = align(this.#layout.size, this.#layout.align)
    const { length, level, type } = this.#layout
    const low = length.size === 8 && !hostIsLittleEndian ? 1 : 0
    const high = length.size === 8 && hostIsLittleEndian ? 1 : 0
    this.#words = wordsOf(platform, bytes)
    this.#lengthWord = (length.at >>> 2) + low
    this.#highLengthWord = (length.at >>> 2) + high
    this.#levelWord = level.at >>> 2
    this.#typeWord = type.at >>> 2
  }

  /** Begins anew with the control data of one message. */
  start(at: number, length: number): void {
    this.#next = at
    this.#end = Math.min(at + length, this.bytes.byteLength)
  }

  /** Goes to the next control message; false if there is none. */
  next(): boolean {
    const at = this.#next
    const room = this.#end - at
    if (!(room >= this.#dataAt)) return false
    const words = (at & 3) === 0 ? this.#words : null
    const size = words === null ? this.#struct.get(at, this.#layout.length) : this.#lengthAt(words, at >>> 2)
    if (size < this.#dataAt || size > room) {
      this.#next = this.#end
      return false
    }
    if (words === null) {
      this.level = this.#struct.get(at, this.#layout.level) | 0
      this.type = this.#struct.get(at, this.#layout.type) | 0
    } else {
      this.level = (words[(at >>> 2) + this.#levelWord] as number) | 0
      this.type = (words[(at >>> 2) + this.#typeWord] as number) | 0
    }
    this.at = at + this.#dataAt
    this.size = size - this.#dataAt
    this.#next = at + align(size, this.#layout.align)
    return true
  }

  // A length with anything in its upper half is longer than any room: it ends the walk as -1 does.
  #lengthAt(words: Uint32Array, word: number): number {
    const high = this.#highLengthWord
    if (high !== this.#lengthWord && words[word + high] !== 0) return -1
    return words[word + this.#lengthWord] as number
  }

  /** A field of the data. */
  get(field: Field): number {
    return this.#struct.get(this.at, field)
  }

  /** An `int` of the data, at an offset. */
  int(at: number): number {
    return this.uint(at) | 0
  }

  uint(at: number): number {
    const from = this.at + at
    return this.#words !== null && (from & 3) === 0
      ? (this.#words[from >>> 2] as number)
      : this.#struct.get(from, uint32)
  }

  setUint(at: number, value: number): void {
    this.#struct.set(this.at + at, uint32, value)
  }
}

/** All whole words of the memory, if they can be read as they are. */
function wordsOf(platform: Platform, { buffer, byteOffset, byteLength }: Uint8Array): Uint32Array | null {
  if (platform.littleEndian !== hostIsLittleEndian || (byteOffset & 3) !== 0) return null
  return new Uint32Array(buffer, byteOffset, byteLength >>> 2)
}

const uint32: Field = { at: 0, size: 4 }

/** CMSG_ALIGN of cmsg(3). */
export function align(size: number, to: number): number {
  return (size + to - 1) & -to
}
