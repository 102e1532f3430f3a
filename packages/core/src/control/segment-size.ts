import type { Platform } from '../platform/platform.js'
import { ControlReader } from './reader.js'

/** Finds the segment size that UDP_GRO tells among the control data of a received message, and allocates nothing. */
export class SegmentSizeReader {
  readonly #reader: ControlReader

  /** @param bytes where the control data of any number of messages lies */
  constructor(platform: Platform, bytes: Uint8Array) {
    this.#reader = new ControlReader(platform, bytes)
  }

  /**
   * @param at where the control data of one message begins
   * @param length how much of it there is
   * @returns the segment size in bytes; 0 if the message was not joined
   */
  read(at: number, length: number): number {
    const reader = this.#reader
    const { IPPROTO_UDP, UDP_GRO } = reader.platform.constants
    reader.start(at, length)
    while (reader.next()) {
      if (reader.type === UDP_GRO && reader.level === IPPROTO_UDP && reader.size >= 4) return Math.max(reader.int(0), 0)
    }
    return 0
  }
}
