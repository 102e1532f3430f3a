import type { MessageVector, Syscalls, VectorSize } from '@sendto/core'
import type { Info } from './info.js'
import { VectorBatch } from './vector-batch.js'

/** Memory that sockets of a thread receive into, one after the other. */
export class ReceiveSlab {
  readonly #sys: Syscalls
  readonly #size: VectorSize
  #vector: MessageVector | null = null
  // By what is asked for: a few, since sockets of one program ask for much the same.
  readonly #batches = new Map<Info, VectorBatch>()

  constructor(sys: Syscalls, size: VectorSize) {
    this.#sys = sys
    this.#size = size
  }

  batch(info: Info): VectorBatch {
    // A program may have transferred what it was lent.
    if (this.#vector === null || this.#vector.payload.length === 0) {
      this.#vector = this.#sys.createVector(this.#size)
      this.#batches.clear()
    }
    const known = this.#batches.get(info)
    if (known !== undefined) return known
    const batch = new VectorBatch(this.#vector, info)
    this.#batches.set(info, batch)
    return batch
  }
}
