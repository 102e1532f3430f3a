import { AsyncResource } from 'node:async_hooks'
import process from 'node:process'
import type { SyscallError } from 'sendto'
import type { Outgoing } from './outbox.js'

let tell: (report: Report) => void

/** How a send ended, for a callback: told in a tick, and in the async context of the send. */
export class Report implements Outgoing {
  readonly #callback: (error: SyscallError | null) => void
  #error: SyscallError | null = null
  #hasEnded = false
  // Where it ends after its tick.
  #late: AsyncResource | null = null

  constructor(callback: (error: SyscallError | null) => void) {
    this.#callback = callback
  }

  end(error: SyscallError | null): void {
    this.#hasEnded = true
    this.#error = error
    this.#late?.runInAsyncScope(this.#callback, undefined, error)
  }

  /** Calls back in a tick of its own, or when the send has ended after that. */
  later(): void {
    process.nextTick(tell, this)
  }

  static {
    tell = (report) => {
      if (report.#hasEnded) report.#callback(report.#error)
      else report.#late = new AsyncResource('UDPSENDWRAP')
    }
  }
}
