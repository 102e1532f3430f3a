import type { ErrorQueue } from './errors/error-queue.js'
import type { Duties, Handle } from './handle.js'
import type { Receiver } from './receive/receiver.js'
import type { Limits } from './send/limits.js'
import { Sender } from './send/sender.js'

/** What each part of a socket does when its descriptor is ready. */
export class Parts implements Duties {
  /** Where the socket reads its own. */
  errorQueue: ErrorQueue | null = null
  readonly #handle: Handle
  readonly #receiver: Receiver
  readonly #limits: Limits
  readonly #onDrain: () => void
  #sender: Sender | null = null

  constructor(handle: Handle, receiver: Receiver, limits: Limits, onDrain: () => void) {
    this.#handle = handle
    this.#receiver = receiver
    this.#limits = limits
    this.#onDrain = onDrain
  }

  /** Made once something is to be sent: many sockets only receive. */
  get sender(): Sender {
    this.#sender ??= new Sender(this.#handle, this.#limits, this.#onDrain)
    return this.#sender
  }

  /** What sends, if anything was to be sent. */
  get madeSender(): Sender | null {
    return this.#sender
  }

  readable(): void {
    this.#receiver.readable()
  }

  writable(): void {
    this.#sender?.writable()
  }

  /** Without an error queue of ours, an error is met by a receive; what it does not meet is a record that nobody reads. */
  error(): void {
    if (this.errorQueue !== null) this.errorQueue.ready()
    else if (!this.#receiver.readable()) this.#handle.muteErrors()
  }
}
