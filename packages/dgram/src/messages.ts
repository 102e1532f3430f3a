import type { Address, Batch } from 'sendto'
import { keep } from './pool.js'
import { drainTicks } from './ticks.js'

/** Takes one message; it may throw, close the socket, or do whatever a program does. */
export interface Recipient {
  /** Whether messages are to be delivered at all. */
  readonly isReceiving: boolean
  message(data: Buffer, from: Address | null, batch: Batch, index: number): void
}

/** Delivers what comes in batches one by one, with ticks and microtasks between two messages, as if each had come alone. */
export class Messages {
  readonly #recipient: Recipient
  // What a handler that threw has left.
  #left: (() => void)[] = []
  #payload = Buffer.alloc(0)

  constructor(recipient: Recipient) {
    this.#recipient = recipient
  }

  deliver(batch: Batch): void {
    this.#deliverLeft()
    const { payload, offsets, sizes, count } = batch
    if (this.#payload.buffer !== payload.buffer) {
      this.#payload = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
    }
    const bytes = this.#payload
    for (let i = 0; i < count; i++) {
      if (!this.#recipient.isReceiving) return
      try {
        if (i > 0) drainTicks()
        if (!this.#recipient.isReceiving) return
        this.#recipient.message(keep(bytes, offsets[i] as number, sizes[i] as number), batch.from(i), batch, i)
      } catch (error) {
        this.#leave(batch, bytes, i + 1)
        throw error
      }
    }
  }

  // The memory of the batch is received into again: what is left of it has to be kept.
  #leave(batch: Batch, bytes: Buffer, first: number): void {
    const { offsets, sizes, count } = batch
    for (let i = first; i < count; i++) {
      const data = keep(bytes, offsets[i] as number, sizes[i] as number)
      const from = batch.from(i)
      const datagram = batch.datagram(i)
      void datagram
      this.#left.push(() => this.#recipient.message(data, from, batch, i))
    }
    if (this.#left.length > 0) setImmediate(() => this.#deliverLeft())
  }

  #deliverLeft(): void {
    while (this.#left.length > 0 && this.#recipient.isReceiving) {
      const next = this.#left.shift() as () => void
      try {
        next()
        drainTicks()
      } catch (error) {
        if (this.#left.length > 0) setImmediate(() => this.#deliverLeft())
        throw error
      }
    }
  }
}
