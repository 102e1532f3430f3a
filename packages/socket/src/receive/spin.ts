/** Keeps the event loop of this thread from sleeping. It turns, so that everything else has its turn as ever. */
export class Spin {
  #until = 0
  #isTurning = false

  readonly #turn = (): void => {
    this.#isTurning = performance.now() < this.#until
    if (this.#isTurning) setImmediate(this.#turn)
  }

  /** @param microseconds from now on, at least */
  keepOn(microseconds: number): void {
    this.#until = Math.max(this.#until, performance.now() + microseconds / 1000)
    if (this.#isTurning) return
    this.#isTurning = true
    setImmediate(this.#turn)
  }
}
