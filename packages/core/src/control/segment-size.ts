import { Struct } from '../platform/fields.js'
import type { Field, Platform } from '../platform/platform.js'

const int: Field = { at: 0, size: 4 }

/** Finds the segment size that UDP_GRO tells among the control data of a received message, and allocates nothing. */
export class SegmentSizeReader {
  readonly #platform: Platform
  readonly #struct: Struct

  /** @param bytes where the control data of any number of messages lies */
  constructor(platform: Platform, bytes: Uint8Array) {
    this.#platform = platform
    this.#struct = new Struct(platform, bytes)
  }

  /**
   * @param at where the control data of one message begins
   * @param length how much of it there is
   * @returns the segment size in bytes; 0 if the message was not joined
   */
  read(at: number, length: number): number {
    const { cmsghdr } = this.#platform.layouts
    const { IPPROTO_UDP, UDP_GRO } = this.#platform.constants
    const end = at + length
    while (at + cmsghdr.size + 4 <= end) {
      const size = this.#struct.get(at, cmsghdr.length)
      if (size < cmsghdr.size || size > end - at) return 0
      if (this.#struct.get(at, cmsghdr.type) === UDP_GRO && this.#struct.get(at, cmsghdr.level) === IPPROTO_UDP) {
        return this.#struct.get(at + cmsghdr.size, int)
      }
      at += (size + cmsghdr.align - 1) & -cmsghdr.align
    }
    return 0
  }
}
