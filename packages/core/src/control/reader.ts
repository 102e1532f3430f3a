import { Struct } from '../platform/fields.js'
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
  #next = 0
  #end = 0

  constructor(platform: Platform, bytes: Uint8Array) {
    this.platform = platform
    this.bytes = bytes
    this.#struct = new Struct(platform, bytes)
    this.#layout = platform.layouts.cmsghdr
    this.#dataAt = align(this.#layout.size, this.#layout.align)
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
    const size = this.#struct.get(at, this.#layout.length)
    if (size < this.#dataAt || size > room) {
      this.#next = this.#end
      return false
    }
    this.level = this.#struct.get(at, this.#layout.level) | 0
    this.type = this.#struct.get(at, this.#layout.type) | 0
    this.at = at + this.#dataAt
    this.size = size - this.#dataAt
    this.#next = at + align(size, this.#layout.align)
    return true
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
    return this.#struct.get(this.at + at, uint32)
  }

  setUint(at: number, value: number): void {
    this.#struct.set(this.at + at, uint32, value)
  }
}

const uint32: Field = { at: 0, size: 4 }

/** CMSG_ALIGN of cmsg(3). */
export function align(size: number, to: number): number {
  return (size + to - 1) & -to
}
