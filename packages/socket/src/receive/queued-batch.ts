import type { Address } from '@sendto/core'
import { type Batch, checkIndex } from './batch.js'
import type { Datagram } from './datagram.js'
import type { Info } from './info.js'

/** Datagrams that were received one by one and are handed over together after all. */
export class QueuedBatch implements Batch {
  readonly payload: Uint8Array
  readonly offsets: Uint32Array
  readonly sizes: Uint32Array
  readonly trafficClasses: Int16Array
  readonly ecns: Int8Array
  readonly hopLimits: Int16Array
  readonly interfaces: Uint32Array
  readonly timestamps: BigUint64Array
  readonly dropped: Uint32Array
  readonly #datagrams: readonly Datagram[]

  constructor(datagrams: readonly Datagram[], info: Info) {
    const where = (asked: boolean) => (asked ? datagrams : [])
    this.trafficClasses = Int16Array.from(where(info.trafficClass), ({ trafficClass = -1 }) => trafficClass)
    this.ecns = Int8Array.from(where(info.ecn), ({ ecn = -1 }) => ecn)
    this.hopLimits = Int16Array.from(where(info.hopLimit), ({ hopLimit = -1 }) => hopLimit)
    this.interfaces = Uint32Array.from(where(info.to), ({ interface: index = 0 }) => index)
    this.timestamps = BigUint64Array.from(where(info.timestamp), ({ timestamp = 0n }) => timestamp)
    this.dropped = Uint32Array.from(where(info.dropped), ({ dropped = 0 }) => dropped)
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

  to(index: number): Address | null {
    return this.datagram(index).to ?? null
  }

  datagram(index: number): Datagram {
    checkIndex(index, this.count)
    return this.#datagrams[index] as Datagram
  }
}
