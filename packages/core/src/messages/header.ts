import { pointer, Struct } from '../platform/fields.js'
import type { Layouts, Platform } from '../platform/platform.js'

/** Room for a name in a message: `struct sockaddr_storage`, RFC 3493. */
export const nameCapacity = 128

/** The `msghdr`s and `iovec`s in a block of memory, one by one. */
export class Headers {
  readonly #struct: Struct
  readonly #msghdr: Layouts['msghdr']
  readonly #iovec: Layouts['iovec']

  constructor(platform: Platform, memory: Uint8Array) {
    this.#struct = new Struct(platform, memory)
    this.#msghdr = platform.layouts.msghdr
    this.#iovec = platform.layouts.iovec
  }

  /** Points the `msghdr` at `at` to its parts; an address of 0 stands for none. */
  point(at: number, { name, iov, control }: { name: number; iov: number; control: number }): void {
    this.#struct.set(at, pointer(this.#msghdr.name), name)
    this.#struct.set(at, pointer(this.#msghdr.iov), iov)
    this.#struct.set(at, pointer(this.#msghdr.control), control)
  }

  /** Sets the `iovec` at `at`. */
  setIov(at: number, base: number, length: number): void {
    this.#struct.set(at, pointer(this.#iovec.base), base)
    this.#struct.set(at, this.#iovec.length, length)
  }

  setIovLength(at: number, length: number): void {
    this.#struct.set(at, this.#iovec.length, length)
  }

  iovLength(at: number): number {
    return this.#struct.get(at, this.#iovec.length)
  }

  setIovCount(at: number, count: number): void {
    this.#struct.set(at, this.#msghdr.iovLength, count)
  }

  nameLength(at: number): number {
    return this.#struct.get(at, this.#msghdr.nameLength)
  }

  setNameLength(at: number, length: number): void {
    this.#struct.set(at, this.#msghdr.nameLength, length)
  }

  controlLength(at: number): number {
    return this.#struct.get(at, this.#msghdr.controlLength)
  }

  setControlLength(at: number, length: number): void {
    this.#struct.set(at, this.#msghdr.controlLength, length)
  }

  flags(at: number): number {
    return this.#struct.get(at, this.#msghdr.flags) | 0
  }

  setFlags(at: number, flags: number): void {
    this.#struct.set(at, this.#msghdr.flags, flags)
  }
}

/** Structs begin on a boundary that suits their widest field, and control data that of `cmsghdr`. */
export function aligned(size: number): number {
  return (size + 7) & ~7
}
