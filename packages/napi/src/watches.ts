import { AsyncResource } from 'node:async_hooks'
import { hostPlatform, type Watch } from '@sendto/core'
import type { Addon } from './addon.js'

/** The watches of this environment. The addon knows each by a number that is never used again. */
export class Watches {
  readonly #addon: Addon
  readonly #byId = new Map<number, AddonWatch>()
  readonly #byDescriptor = new Map<number, AddonWatch>()

  /** Returns the negated error number where there can be none. */
  static open(addon: Addon): Watches | number {
    const watches = new Watches(addon)
    // One function for all of them: for each of its own the addon would have to keep a reference.
    const result = addon.watchOpen((id, events) => watches.#byId.get(id)?.deliver(events))
    return result < 0 ? result : watches
  }

  private constructor(addon: Addon) {
    this.#addon = addon
  }

  add(fd: number, events: number, onReady: (events: number) => void): Watch | number {
    if (this.#byDescriptor.has(fd)) return -(hostPlatform().errno.EEXIST as number)
    const id = this.#addon.watch(fd, events)
    if (id < 0) return id
    const watch = new AddonWatch(this.#addon, this, fd, id, onReady)
    this.#byId.set(id, watch)
    this.#byDescriptor.set(fd, watch)
    return watch
  }

  forget({ fd, id }: AddonWatch): void {
    this.#byId.delete(id)
    if (this.#byDescriptor.get(fd)?.id === id) this.#byDescriptor.delete(fd)
  }

  /** Ends the watch of a descriptor, if there is one. */
  closeOf(fd: number): void {
    this.#byDescriptor.get(fd)?.close()
  }
}

class AddonWatch extends AsyncResource implements Watch {
  readonly fd: number
  readonly id: number
  readonly #addon: Addon
  readonly #owner: Watches
  readonly #onReady: (events: number) => void

  constructor(addon: Addon, owner: Watches, fd: number, id: number, onReady: (events: number) => void) {
    super('sendto.watch')
    this.#addon = addon
    this.#owner = owner
    this.fd = fd
    this.id = id
    this.#onReady = onReady
  }

  deliver(events: number): void {
    this.runInAsyncScope(this.#onReady, undefined, events)
  }

  change(events: number): void {
    this.#addon.watchChange(this.id, events)
  }

  coalesce(microseconds: number): boolean {
    return this.#addon.watchCoalesce(this.id, microseconds) === 1
  }

  ref(): void {
    this.#addon.watchRef(this.id, 1)
  }

  unref(): void {
    this.#addon.watchRef(this.id, 0)
  }

  close(): void {
    this.#owner.forget(this)
    this.#addon.watchClose(this.id)
  }
}
