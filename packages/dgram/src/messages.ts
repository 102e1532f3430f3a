import type { AsyncResource } from 'node:async_hooks'
import type { Batch } from 'sendto'
import type { Sender } from './internals.js'
import { Copies } from './pool.js'
import { drainTicks } from './ticks.js'

/** Takes one message after the other. Each time it may throw, close the socket, or do whatever else a program does. */
export interface Recipient<From = Sender> {
  /** Whether messages are to be delivered at all. */
  readonly isReceiving: boolean
  /** Who sent a datagram, and what else the program wants to know of it. */
  senderOf(batch: Batch, index: number): From
  message(data: Buffer, from: From): void
}

type Message<From> = readonly [data: Buffer, from: From]

/** Delivers what comes in batches one by one, with ticks and microtasks between two messages, as if each had come alone. */
export class Messages<From = Sender> {
  readonly #recipient: Recipient<From>
  readonly #copies = new Copies()
  readonly #scope: AsyncResource | null
  // What is left of a batch in which something threw, and of those behind it.
  #left: Message<From>[] = []

  /** @param scope in which messages are delivered that come later than their batch */
  constructor(recipient: Recipient<From>, scope: AsyncResource | null = null) {
    this.#recipient = recipient
    this.#scope = scope
  }

  deliver(batch: Batch): void {
    const [recipient, copies] = [this.#recipient, this.#copies]
    const { count } = batch
    copies.begin()
    if (this.#left.length > 0) {
      this.#leave(batch, 0)
      return
    }
    for (let i = 0; i < count; i++) {
      try {
        // Before the first one too: it may be of the second batch in this turn of the event loop.
        if (!drainTicks()) {
          this.#leave(batch, i)
          return
        }
        if (!recipient.isReceiving) return
        recipient.message(copies.of(batch, i), recipient.senderOf(batch, i))
      } catch (error) {
        this.#leave(batch, i + 1)
        throw error
      }
    }
  }

  // What was thrown is an uncaught exception first. By then the memory of the batch may have been received into again.
  #leave(batch: Batch, first: number): void {
    for (let i = first; i < batch.count; i++) {
      this.#left.push([this.#copies.of(batch, i), this.#recipient.senderOf(batch, i)])
    }
    this.#goOn()
  }

  #goOn(): void {
    if (this.#left.length === 0) return
    const deliver = () => this.#deliverLeft()
    setImmediate(() => (this.#scope === null ? deliver() : this.#scope.runInAsyncScope(deliver)))
  }

  #deliverLeft(): void {
    while (this.#left.length > 0 && this.#recipient.isReceiving) {
      const [data, from] = this.#left.shift() as Message<From>
      try {
        this.#recipient.message(data, from)
        if (!drainTicks()) {
          this.#goOn()
          return
        }
      } catch (error) {
        this.#goOn()
        throw error
      }
    }
  }
}
