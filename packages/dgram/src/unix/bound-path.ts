import { lstatSync, unlinkSync } from 'node:fs'

/** A path that a socket has made by being bound to it. */
export class BoundPath {
  readonly #path: string
  readonly #made: string | null

  constructor(path: string) {
    this.#path = path
    this.#made = identityOf(path)
  }

  /** Removes it, unless it is gone, or by now somebody else's. */
  remove(): void {
    if (this.#made === null || identityOf(this.#path) !== this.#made) return
    try {
      unlinkSync(this.#path)
    } catch {}
  }
}

function identityOf(path: string): string | null {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`
}
