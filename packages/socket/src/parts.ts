import type { ErrorQueue } from './errors/error-queue.js'
import type { Duties, Handle } from './handle.js'
import type { Receiver } from './receive/receiver.js'
import type { Sender } from './send/sender.js'

/** What each part of a socket does when its descriptor is ready. */
export class Parts implements Duties {
  /** Where the socket reads its own. */
  errorQueue: ErrorQueue | null = null
  readonly #handle: Handle
  readonly #receiver: Receiver
  readonly #sender: Sender

  constructor(handle: Handle, receiver: Receiver, sender: Sender) {
    this.#handle = handle
    this.#receiver = receiver
    this.#sender = sender
  }

  readable(): void {
    this.#receiver.readable()
  }

  writable(): void {
    this.#sender.writable()
  }

  /** Without an error queue of ours, an error is met by a receive; what it does not meet is a record that nobody reads. */
  error(): void {
    if (this.errorQueue !== null) this.errorQueue.ready()
    else if (!this.#receiver.readable()) this.#handle.muteErrors()
  }
}
