const chunkSize = 64 * 1024
/** Above this, a datagram has memory of its own. */
const large = 8 * 1024

/** A piece of memory that copies lie in, and how many of them are in use. */
interface Chunk {
  readonly memory: Uint8Array
  used: number
  copies: number
}

/** A copy of a datagram that waits to be sent. */
export interface Copy {
  readonly data: Uint8Array
  /** Null where the memory is the copy's own. */
  readonly chunk: Chunk | null
}

/** Copies of datagrams that wait, one behind the other in memory that is written again once all of them have left. */
export class QueueMemory {
  #chunk: Chunk | null = null

  copy(data: Uint8Array, size: number): Copy {
    if (size > large) {
      const own = new Uint8Array(size)
      own.set(data)
      return { data: own, chunk: null }
    }
    if (this.#chunk === null || this.#chunk.used + size > chunkSize) {
      this.#chunk = { memory: new Uint8Array(chunkSize), used: 0, copies: 0 }
    }
    const chunk = this.#chunk
    const view = chunk.memory.subarray(chunk.used, chunk.used + size)
    view.set(data)
    chunk.used += size
    chunk.copies++
    return { data: view, chunk }
  }

  free({ chunk }: Copy): void {
    if (chunk !== null && --chunk.copies === 0) chunk.used = 0
  }
}
