import type { AsyncResource } from 'node:async_hooks'
import type { Batch } from 'sendto'
import { staysEntered } from './contexts.js'
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

/** Where batches come from: a socket. */
export interface Source {
  onBatch: ((batch: Batch) => void) | null
}

type Message<From> = readonly [data: Buffer, from: From]

/**
 * Delivers what comes in batches one by one, with ticks and microtasks between two messages, as if each had come alone. Where something throws, the rest waits until that was an uncaught
 * exception, and nothing is received meanwhile: it stays with the kernel, which has a bound.
 */
export class Messages<From = Sender> {
  readonly #recipient: Recipient<From>
  readonly #source: Source
  readonly #scope: AsyncResource
  readonly #copies: Copies
  // What is left of a batch in which something threw.
  #left: Message<From>[] = []

  /**
   * @param pools whether messages are cut from chunks
   * @param scope in which messages are delivered
   */
  constructor(recipient: Recipient<From>, source: Source, pools: boolean, scope: AsyncResource) {
    this.#recipient = recipient
    this.#source = source
    this.#copies = new Copies(pools)
    this.#scope = scope
  }

  start(): void {
    const deliver = (batch: Batch) => this.#deliver(batch)
    this.#source.onBatch = (batch) => this.#scope.runInAsyncScope(deliver, undefined, batch)
  }

  #deliver(batch: Batch): void {
    const [recipient, copies] = [this.#recipient, this.#copies]
    const { count } = batch
    copies.begin()
    for (let i = 0; i < count; i++) {
      try {
        // Before the first one too: it may be of the second batch in this turn of the event loop.
        if (!drainTicks()) {
          this.#leave(batch, i)
          return
        }
        if (!recipient.isReceiving) return
        const data = copies.of(batch, i)
        const from = recipient.senderOf(batch, i)
        if (i === 0 || staysEntered) recipient.message(data, from)
        else this.#tellNext(data, from)
      } catch (error) {
        this.#leave(batch, i + 1)
        throw error
      }
    }
  }

  // A context that the handler of the message before has entered is not its own.
  #tellNext(data: Buffer, from: From): void {
    this.#scope.runInAsyncScope(this.#recipient.message, this.#recipient, data, from)
  }

  // By the time that they are delivered the memory of the batch may have been received into again.
  #leave(batch: Batch, first: number): void {
    if (first === batch.count || !this.#recipient.isReceiving) return
    for (let i = first; i < batch.count; i++) {
      this.#left.push([this.#copies.of(batch, i), this.#recipient.senderOf(batch, i)])
    }
    this.#source.onBatch = null
    this.#goOn()
  }

  #goOn(): void {
    const deliver = () => this.#deliverLeft()
    setImmediate(() => this.#scope.runInAsyncScope(deliver))
  }

  #deliverLeft(): void {
    while (this.#left.length > 0) {
      if (!this.#recipient.isReceiving) return
      const [data, from] = this.#left.shift() as Message<From>
      try {
        this.#tellNext(data, from)
        if (drainTicks()) continue
      } catch (error) {
        this.#goOn()
        throw error
      }
      this.#goOn()
      return
    }
    if (this.#recipient.isReceiving) this.start()
  }
}
