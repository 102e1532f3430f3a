import type { Address, MessageVector } from '@sendto/core'
import { type Batch, checkIndex } from './batch.js'
import { DatagramColumns } from './columns.js'
import type { Datagram } from './datagram.js'
import type { Info } from './info.js'

/** So many views are kept for `data`; a batch of more datagrams makes those beyond anew. */
const mostViews = 1024

/** What stands in a vector after a receive. */
export class VectorBatch implements Batch {
  readonly vector: MessageVector
  readonly #views: Uint8Array[] = []
  readonly #base: number
  readonly #columns: DatagramColumns
  // Of the message that was asked about last: those that the kernel has joined have one sender.
  #senderSlot = -1
  #sender: Address | null = null

  constructor(vector: MessageVector, info: Info) {
    this.vector = vector
    this.#base = vector.payload.byteOffset
    this.#columns = new DatagramColumns(vector, info)
  }

  /**
   * Takes in what a receive has brought.
   * @param port the receiving socket's own, where it was asked for
   * @returns how many messages the kernel had dropped by then; 0 where it does not tell
   */
  received(messages: number, port: number): number {
    this.#senderSlot = -1
    return this.#columns.received(messages, port)
  }

  get count(): number {
    return this.vector.datagrams.count
  }

  get payload(): Uint8Array {
    return this.vector.payload
  }

  get offsets(): Uint32Array {
    return this.vector.datagrams.offsets
  }

  get sizes(): Uint32Array {
    return this.vector.datagrams.sizes
  }

  data(index: number): Uint8Array {
    const { count, offsets, sizes } = this.vector.datagrams
    checkIndex(index, count)
    const offset = offsets[index] as number
    const size = sizes[index] as number
    const known = this.#views[index]
    if (known !== undefined && known.byteOffset === this.#base + offset && known.length === size) return known
    const view = this.payload.subarray(offset, offset + size)
    if (index < mostViews) this.#views[index] = view
    return view
  }

  from(index: number): Address | null {
    const slot = this.#slot(index)
    if (slot !== this.#senderSlot) {
      this.#sender = this.vector.from(slot)
      this.#senderSlot = slot
    }
    return this.#sender
  }

  segmentSize(index: number): number {
    return this.vector.datagrams.segmentSizes[this.#slot(index)] as number
  }

  truncated(index: number): boolean {
    return this.vector.truncated(this.#slot(index))
  }

  get trafficClasses(): Int16Array {
    return this.#columns.trafficClasses
  }

  get ecns(): Int8Array {
    return this.#columns.ecns
  }

  get hopLimits(): Int16Array {
    return this.#columns.hopLimits
  }

  get interfaces(): Uint32Array {
    return this.#columns.interfaces
  }

  get timestamps(): BigUint64Array {
    return this.#columns.timestamps
  }

  get dropped(): Uint32Array {
    return this.#columns.dropped
  }

  to(index: number): Address | null {
    return this.#columns.to(this.#slot(index))
  }

  datagram(index: number): Datagram {
    const slot = this.#slot(index)
    const offset = this.offsets[index] as number
    const datagram = {
      data: this.payload.slice(offset, offset + (this.sizes[index] as number)),
      from: this.vector.from(slot),
      segmentSize: this.vector.datagrams.segmentSizes[slot] as number,
      truncated: this.vector.truncated(slot),
    }
    return this.#columns.describe(datagram, slot)
  }

  #slot(index: number): number {
    const { count, slots } = this.vector.datagrams
    checkIndex(index, count)
    return slots[index] as number
  }
}
