import { Struct } from '../platform/fields.js'
import type { Field, Platform } from '../platform/platform.js'
import { align } from './reader.js'

/** Control messages one behind the other, as cmsg(3) lays them out, in memory that grows. */
export class ControlWriter {
  readonly platform: Platform
  /** Of which the first `length` count. */
  bytes: Uint8Array
  length = 0
  readonly #dataAt: number
  #struct: Struct
  #at = 0

  constructor(platform: Platform) {
    this.platform = platform
    this.#dataAt = align(platform.layouts.cmsghdr.size, platform.layouts.cmsghdr.align)
    this.bytes = new Uint8Array(256)
    this.#struct = new Struct(platform, this.bytes)
  }

  /** Begins a control message with `size` bytes of data, which are zero until they are set. */
  begin(level: number, type: number, size: number): void {
    const { cmsghdr } = this.platform.layouts
    const at = this.length
    const end = at + this.#dataAt + align(size, cmsghdr.align)
    if (end > this.bytes.byteLength) this.#grow(end)
    // What is not said goes to the kernel as well.
    this.bytes.fill(0, at, end)
    this.#struct.set(at, cmsghdr.length, this.#dataAt + size)
    this.#struct.set(at, cmsghdr.level, level)
    this.#struct.set(at, cmsghdr.type, type)
    this.#at = at + this.#dataAt
    this.length = end
  }

  /** Sets a field of the data. */
  set(field: Field, value: number): void {
    this.#struct.set(this.#at, field, value)
  }

  /** Sets a field of eight bytes. */
  setBig(at: number, value: bigint): void {
    const view = new DataView(this.bytes.buffer)
    view.setBigUint64(this.#at + at, value, this.platform.littleEndian)
  }

  setBytes(at: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at + at)
  }

  #grow(size: number): void {
    const grown = new Uint8Array(Math.max(size, this.bytes.byteLength * 2))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
    this.#struct = new Struct(this.platform, grown)
  }
}
