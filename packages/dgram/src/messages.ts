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
  // What is left of a batch in which a handler threw.
  #left: Message<From>[] = []

  constructor(recipient: Recipient<From>) {
    this.#recipient = recipient
  }

  deliver(batch: Batch): void {
    if (this.#left.length > 0) this.#deliverLeft()
    const [recipient, copies] = [this.#recipient, this.#copies]
    const { count } = batch
    copies.begin()
    for (let i = 0; i < count; i++) {
      try {
        if (i > 0) drainTicks()
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
    if (this.#left.length > 0) setImmediate(() => this.#deliverLeft())
  }

  #deliverLeft(): void {
    while (this.#left.length > 0 && this.#recipient.isReceiving) {
      const [data, from] = this.#left.shift() as Message<From>
      try {
        this.#recipient.message(data, from)
        drainTicks()
      } catch (error) {
        this.#goOn()
        throw error
      }
    }
  }
}
