import { AsyncResource } from 'node:async_hooks'
import { READABLE, type Watch } from '@sendto/core'
import type { Watches } from './watches.js'

/** A watch, and what the epoll knows of it. */
export class EpollWatch extends AsyncResource implements Watch {
  readonly fd: number
  readonly id: number
  events = 0
  edge = false
  registered = false
  /** In microseconds, for as long as it goes by the clock. */
  period = 0
  readonly #owner: Watches
  readonly #onReady: (events: number) => void
  #ref = true
  #closed = false

  constructor(owner: Watches, fd: number, id: number, onReady: (events: number) => void) {
    super('sendto.watch')
    this.#owner = owner
    this.fd = fd
    this.id = id
    this.#onReady = onReady
  }

  /** One that was delivered before it may have closed or changed this one. */
  deliver(happened: number): void {
    const events = happened & this.events
    if (events !== 0) this.runInAsyncScope(this.#onReady, undefined, events)
  }

  /** One that was called before it may have had it go by readiness again. */
  tick(): void {
    if (this.period > 0) this.deliver(READABLE)
  }

  change(events: number): void {
    if (this.#closed || (events === this.events && !this.edge && this.period === 0)) return
    this.#owner.change(this, events)
  }

  coalesce(microseconds: number): boolean {
    return !this.#closed && this.#owner.coalesce(this, microseconds)
  }

  ref(): void {
    this.#keep(true)
  }

  unref(): void {
    this.#keep(false)
  }

  close(): void {
    if (this.#closed) return
    this.#keep(false)
    this.#closed = true
    this.#owner.forget(this)
  }

  #keep(on: boolean): void {
    if (this.#closed || this.#ref === on) return
    this.#ref = on
    this.#owner.count(on ? +1 : -1)
  }
}
