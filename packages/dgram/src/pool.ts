// As imports, since the globals of these names are getters.
import { Buffer } from 'node:buffer'

/** Memory for messages, cut from chunks: an ArrayBuffer of its own for each would cost more than receiving it. */
class Pool {
  readonly #chunkSize: number
  #buffer: ArrayBufferLike = new ArrayBuffer(0)
  #bytes = new Uint8Array(0)
  #used = 0

  constructor(chunkSize: number) {
    this.#chunkSize = chunkSize
  }

  copyOf(source: Uint8Array): Buffer {
    const size = source.length
    if (this.#used + size > this.#bytes.length) {
      const { buffer } = Buffer.allocUnsafeSlow(this.#chunkSize)
      this.#buffer = buffer
      this.#bytes = new Uint8Array(buffer)
      this.#used = 0
    }
    const start = this.#used
    this.#used += size
    this.#bytes.set(source, start)
    return Buffer.from(this.#buffer as ArrayBuffer, start, size)
  }
}

// One message that a program keeps holds its chunk: where messages are small no more than a page, with what V8 has for it.
const small = new Pool(3584)
const large = new Pool(16_384)

/** Copies a message into memory that is the program's own from then on. */
export function keep(source: Uint8Array): Buffer {
  const size = source.length
  if (size <= 512) return small.copyOf(source)
  if (size <= 4096) return large.copyOf(source)
  const own = Buffer.allocUnsafeSlow(size)
  own.set(source)
  return own
}
