import type { Address } from '@sendto/core'
import { type Batch, checkIndex } from './batch.js'
import type { Datagram } from './datagram.js'

/** Datagrams that were received one by one and are handed over together after all. */
export class QueuedBatch implements Batch {
  readonly payload: Uint8Array
  readonly offsets: Uint32Array
  readonly sizes: Uint32Array
  readonly #datagrams: readonly Datagram[]

  constructor(datagrams: readonly Datagram[]) {
    this.#datagrams = datagrams
    this.sizes = Uint32Array.from(datagrams, ({ data }) => data.length)
    this.offsets = new Uint32Array(datagrams.length)
    let end = 0
    for (const [index, { data }] of datagrams.entries()) {
      this.offsets[index] = end
      end += data.length
    }
    this.payload = new Uint8Array(end)
    for (const [index, { data }] of datagrams.entries()) this.payload.set(data, this.offsets[index])
  }

  get count(): number {
    return this.#datagrams.length
  }

  data(index: number): Uint8Array {
    checkIndex(index, this.count)
    const offset = this.offsets[index] as number
    return this.payload.subarray(offset, offset + (this.sizes[index] as number))
  }

  from(index: number): Address | null {
    return this.datagram(index).from
  }

  segmentSize(index: number): number {
    return this.datagram(index).segmentSize
  }

  truncated(index: number): boolean {
    return this.datagram(index).truncated
  }

  datagram(index: number): Datagram {
    checkIndex(index, this.count)
    return this.#datagrams[index] as Datagram
  }
}
