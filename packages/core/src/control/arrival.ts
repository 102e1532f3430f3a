import type { Backend } from '../backend.js'
import { ControlReader } from './reader.js'

/** Stands in received control data where a descriptor was that is closed again. */
const noDescriptor = -1

/**
 * Goes through a message's control data right after it was received, once, for all that cannot wait until somebody reads it; it allocates nothing.
 *
 * It sees to the descriptors (SCM_RIGHTS, SCM_PIDFD of unix(7)), so that none leaks: what the program has not asked for, and what came with a truncated message, is
 * closed; the rest belongs to this environment from now on, as if it had been opened here.
 */
export class Arrival {
  /** The segment size that UDP_GRO told of the message settled last, in bytes; 0 if it was not joined. */
  segmentSize = 0
  readonly #backend: Backend
  readonly #reader: ControlReader
  readonly #socketLevel: number
  readonly #rights: number | undefined
  readonly #pidfd: number | undefined
  readonly #udpLevel: number
  readonly #gro: number | undefined

  /** @param bytes where the control data of any number of messages lies */
  constructor(backend: Backend, bytes: Uint8Array) {
    const { SOL_SOCKET, SCM_RIGHTS, SCM_PIDFD, IPPROTO_UDP, UDP_GRO } = backend.platform.constants
    this.#backend = backend
    this.#reader = new ControlReader(backend.platform, bytes)
    this.#socketLevel = SOL_SOCKET
    this.#rights = SCM_RIGHTS
    this.#pidfd = SCM_PIDFD
    this.#udpLevel = IPPROTO_UDP
    this.#gro = UDP_GRO
  }

  /**
   * Where a descriptor was closed, `noDescriptor` takes its place.
   * @param take whether the program has asked for the descriptors, and the message is whole
   */
  settle(at: number, length: number, take: boolean): void {
    const reader = this.#reader
    this.segmentSize = 0
    reader.start(at, length)
    while (reader.next()) {
      const { level, type } = reader
      if (level === this.#socketLevel) {
        if (type === this.#rights || type === this.#pidfd) this.#settleDescriptors(take)
      } else if (level === this.#udpLevel && type === this.#gro && reader.size >= 4 && this.segmentSize === 0) {
        this.segmentSize = Math.max(reader.int(0), 0)
      }
    }
  }

  #settleDescriptors(take: boolean): void {
    const reader = this.#reader
    for (let offset = 0; offset + 4 <= reader.size; offset += 4) {
      const fd = reader.int(offset)
      if (fd < 0 || (take && this.#backend.adopt(fd) >= 0)) continue
      this.#backend.close(fd)
      reader.setUint(offset, noDescriptor)
    }
  }
}
