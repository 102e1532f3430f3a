import type { Name } from '@sendto/core'
import type { Joiner } from './joiner.js'
import { Outgoing } from './outgoing.js'
import type { SendSlab } from './slab.js'
import type { Transmitter } from './transmitter.js'
import { viewOf } from './view.js'

/** Datagrams of one size that lie one behind the other. */
export class Segments {
  /** How many there are: one at least, which may be empty. */
  readonly count: number
  readonly #data: Uint8Array
  readonly #size: number
  readonly #segmentSize: number
  readonly #name: Name | null
  readonly #control: Uint8Array | null

  constructor({ data, size, name, control }: Outgoing, segmentSize: number) {
    this.#data = data
    this.#size = size
    this.#segmentSize = segmentSize
    this.#name = name
    this.#control = control
    this.count = Math.max(1, Math.ceil(size / segmentSize))
  }

  /**
   * Sends segments from `from` on, as few messages of them as the path takes or one by one, until something stops them.
   * @returns how many have left
   */
  transmit(transmitter: Transmitter, joiner: Joiner, slab: SendSlab, from: number): number {
    joiner.begin()
    const most = Math.min(joiner.limit(this.#segmentSize), this.count - from)
    if (most < 2 || !joiner.takesSegments(this.#name, this.#segmentSize)) {
      return transmitter.transmit(this.#list(from), 0, this.count - from)
    }
    transmitter.errno = 0
    const control = slab.segmentControl(this.#segmentSize, this.#control)
    const part = this.#part(from, most)
    const result = transmitter.send(part, part.length, this.#name, control)
    if (result >= 0) {
      transmitter.left(most, result)
      return most
    }
    if (transmitter.isRefusal(result)) {
      joiner.refusals.add(this.#name, this.#segmentSize)
      transmitter.errno = 0
    }
    return 0
  }

  /** The segments from `from` on as one. */
  #part(from: number, count: number): Uint8Array {
    const at = from * this.#segmentSize
    if (at === 0 && this.#size <= count * this.#segmentSize) return this.#data
    return viewOf(this.#data, at, Math.min(this.#size - at, count * this.#segmentSize))
  }

  #list(from: number): Outgoing[] {
    return Array.from({ length: this.count - from }, (_, index) => {
      const outgoing = new Outgoing()
      outgoing.setData('data', this.#part(from + index, 1))
      outgoing.name = this.#name
      outgoing.control = this.#control
      return outgoing
    })
  }
}
