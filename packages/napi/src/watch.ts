import type { Watch } from '@sendto/core'
import type { Addon } from './addon.js'

/** A watch of the addon's, which knows it by a number that is never used again: once closed, nothing here has an effect. */
export class AddonWatch implements Watch {
  readonly #addon: Addon
  readonly #id: number

  constructor(addon: Addon, id: number) {
    this.#addon = addon
    this.#id = id
  }

  change(events: number): void {
    this.#addon.watchChange(this.#id, events)
  }

  ref(): void {
    this.#addon.watchRef(this.#id, 1)
  }

  unref(): void {
    this.#addon.watchRef(this.#id, 0)
  }

  close(): void {
    this.#addon.watchClose(this.#id)
  }
}
