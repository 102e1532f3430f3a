import type { Datagrams } from '@sendto/core'

export type Entries = Int8Array | Int16Array | Uint32Array

/** A column with an entry for each message of a vector, as one with an entry for each datagram: those of a message that the kernel had joined have the same. */
export class Column<Column extends Entries> {
  readonly #messages: Column
  readonly #width: number
  #datagrams: Column
  #isRead = false

  /** @param width how many elements make an entry */
  constructor(messages: Column, width = 1) {
    this.#messages = messages
    this.#datagrams = ofLength(messages, 0)
    this.#width = width
  }

  /** The messages' entries have changed. */
  changed(): void {
    this.#isRead = false
  }

  /** @param messages how many of them there are */
  of({ count, slots }: Datagrams, messages: number): Column {
    if (count === messages || this.#messages.length === 0) return this.#messages
    if (!this.#isRead) this.#read(count, slots)
    return this.#datagrams
  }

  #read(count: number, slots: Uint16Array): void {
    const width = this.#width
    const length = count * width
    if (this.#datagrams.length < length) this.#datagrams = ofLength(this.#messages, length)
    const [from, to] = [this.#messages, this.#datagrams]
    for (let index = 0; index < count; index++) {
      const slot = slots[index] as number
      for (let part = 0; part < width; part++) to[index * width + part] = from[slot * width + part] as number
    }
    this.#isRead = true
  }
}

/** A column of the same kind, of a power of two: batches of changing size settle on one. */
function ofLength<Column extends Entries>(like: Column, length: number): Column {
  const Kind = like.constructor as new (length: number) => Column
  return new Kind(length && 2 ** Math.ceil(Math.log2(length)))
}
