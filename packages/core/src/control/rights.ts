import type { Backend } from '../backend.js'
import { ControlReader } from './reader.js'

/** Stands in received control data where a descriptor was that is closed again. */
const noDescriptor = -1

/**
 * Sees to the descriptors in a received message's control data (SCM_RIGHTS, SCM_PIDFD of unix(7)), so that none leaks: what the program has not asked for, and what
 * came with a truncated message, is closed; the rest belongs to this environment from now on, as if it had been opened here.
 */
export class RightsKeeper {
  readonly #backend: Backend
  readonly #reader: ControlReader

  /** @param bytes where the control data of any number of messages lies */
  constructor(backend: Backend, bytes: Uint8Array) {
    this.#backend = backend
    this.#reader = new ControlReader(backend.platform, bytes)
  }

  /**
   * Goes through the control data of one message, right after it was received. Where a descriptor was closed, `noDescriptor` takes its place.
   * @param take whether the program has asked for the descriptors, and the message is whole
   */
  settle(at: number, length: number, take: boolean): void {
    const { SOL_SOCKET, SCM_RIGHTS, SCM_PIDFD } = this.#backend.platform.constants
    const reader = this.#reader
    reader.start(at, length)
    while (reader.next()) {
      if (reader.level !== SOL_SOCKET || (reader.type !== SCM_RIGHTS && reader.type !== SCM_PIDFD)) continue
      for (let offset = 0; offset + 4 <= reader.size; offset += 4) {
        const fd = reader.int(offset)
        if (fd < 0 || (take && this.#backend.adopt(fd) >= 0)) continue
        this.#backend.close(fd)
        reader.setUint(offset, noDescriptor)
      }
    }
  }
}
