// As imports, since the globals of these names are getters.
import { Buffer } from 'node:buffer'
import process from 'node:process'
import { markAsUntransferable } from 'node:worker_threads'
import type { Batch } from 'sendto'

/** Memory for messages, cut from chunks: an ArrayBuffer of its own for each would cost more than receiving it. */
class Pool {
  readonly #chunkSize: number
  buffer: ArrayBufferLike = new ArrayBuffer(0)
  #bytes = new Uint8Array(0)
  #used = 0

  constructor(chunkSize: number) {
    this.#chunkSize = chunkSize
  }

  /** How much can be put without another chunk: at least `size` bytes. */
  roomFor(size: number): number {
    if (this.#used + size > this.#bytes.length) {
      const { buffer } = Buffer.allocUnsafeSlow(this.#chunkSize)
      // Who transferred one message would take the others along.
      markAsUntransferable(buffer)
      this.buffer = buffer
      this.#bytes = new Uint8Array(buffer)
      this.#used = 0
    }
    return this.#bytes.length - this.#used
  }

  /** Copies what there is room for, and says where in `buffer` it begins. */
  put(source: Uint8Array): number {
    const start = this.#used
    this.#used += source.length
    this.#bytes.set(source, start)
    return start
  }
}

// One message that a program keeps holds its chunk: where messages are small no more than a page, with what V8 has for it.
const small = new Pool(3584)
const large = new Pool(16_384)

/** Whether messages are cut from chunks, for a program that does not say. */
export function poolsMessages(): boolean {
  return process.env.SENDTO_POOL !== '0'
}

/**
 * Copies the messages of a batch into memory that is the program's own from then on. Those of one size that lie one behind the other, as the kernel joins them, are copied at
 * once, as many as a chunk has room for.
 */
export class Copies {
  /** Messages up to this size are cut from chunks. */
  readonly #most: number
  #from = 0
  #end = 0
  #buffer: ArrayBufferLike = new ArrayBuffer(0)
  #shift = 0

  /** @param pools whether messages are cut from chunks, or have an ArrayBuffer of their own each */
  constructor(pools: boolean) {
    this.#most = pools ? 4096 : -1
  }

  /** Another batch has been received into the memory. */
  begin(): void {
    this.#end = 0
  }

  of(batch: Batch, index: number): Buffer {
    const offset = batch.offsets[index] as number
    const size = batch.sizes[index] as number
    if (offset < this.#from || offset + size > this.#end) {
      if (size > this.#most) return ownCopyOf(batch.data(index), size)
      this.#copy(batch, index, offset, size)
    }
    try {
      return Buffer.from(this.#buffer as ArrayBuffer, offset + this.#shift, size)
    } catch {
      // The program has transferred the chunk, which Node 22 cannot refuse everywhere.
      return ownCopyOf(batch.data(index), size)
    }
  }

  #copy(batch: Batch, index: number, offset: number, size: number): void {
    const { count, offsets, sizes } = batch
    const pool = size <= 512 ? small : large
    const most = offset + pool.roomFor(size) - size
    let end = offset + size
    for (let next = index + 1; next < count && end <= most; next++) {
      if (offsets[next] !== end || sizes[next] !== size) break
      end += size
    }
    const source = end === offset + size ? batch.data(index) : batch.payload.subarray(offset, end)
    this.#shift = pool.put(source) - offset
    this.#buffer = pool.buffer
    this.#from = offset
    this.#end = end
  }
}

function ownCopyOf(source: Uint8Array, size: number): Buffer {
  const own = Buffer.allocUnsafeSlow(size)
  own.set(source)
  return own
}
