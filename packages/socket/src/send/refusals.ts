import type { Name } from '@sendto/core'

const most = 256

/**
 * What paths have refused to take joined: a path whose MTU a segment exceeds, a device that cannot cut. It holds for a destination and a segment size, and for no
 * other; the oldest are forgotten and tried again.
 */
export class Refusals {
  #known: Set<string> | null = null

  has(name: Name | null, segmentSize: number): boolean {
    return this.#known?.has(keyOf(name, segmentSize)) ?? false
  }

  add(name: Name | null, segmentSize: number): void {
    this.#known ??= new Set()
    if (this.#known.size >= most) this.#known.delete(this.#known.values().next().value as string)
    this.#known.add(keyOf(name, segmentSize))
  }

  /** The socket has another peer. */
  clear(): void {
    this.#known = null
  }
}

function keyOf(name: Name | null, segmentSize: number): string {
  return `${name === null ? '' : name.key()} ${segmentSize}`
}
