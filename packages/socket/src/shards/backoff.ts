/** When a worker that died is started again. */
export interface RestartPolicy {
  /** How often a worker may die in a row before that is an error, and it stays down. 5 unless given. */
  readonly limit?: number | undefined
  /** Milliseconds before the second start in a row, doubled before each further one; the first is made at once. 100 unless given. */
  readonly delay?: number | undefined
  /** The longest delay, in milliseconds. 10,000 unless given. */
  readonly maxDelay?: number | undefined
  /** A worker that has lived so many milliseconds begins anew: its death is the first in a row. 10,000 unless given. */
  readonly settled?: number | undefined
}

/** Counts deaths in a row. */
export class Backoff {
  readonly #policy: Required<{ [Name in keyof RestartPolicy]: number }>
  #deaths = 0

  constructor({ limit = 5, delay = 100, maxDelay = 10_000, settled = 10_000 }: RestartPolicy) {
    this.#policy = { limit, delay, maxDelay, settled }
  }

  /**
   * How many milliseconds to wait before the next start; null if there is to be none.
   * @param lived how many milliseconds it was alive
   */
  died(lived: number): number | null {
    const { limit, delay, maxDelay, settled } = this.#policy
    if (lived >= settled) this.#deaths = 0
    this.#deaths++
    if (this.#deaths > limit) return null
    return this.#deaths === 1 ? 0 : Math.min(delay * 2 ** (this.#deaths - 2), maxDelay)
  }
}
