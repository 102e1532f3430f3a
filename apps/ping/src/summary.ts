/** What a number of requests came to. */
export class Summary {
  sent = 0
  received = 0
  /** Replies to what had been answered. */
  repeated = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = 0

  /** Adds a reply. @param time from the request to the reply, in milliseconds */
  add(time: number): void {
    this.received++
    this.#sum += time
    this.#min = Math.min(this.#min, time)
    this.#max = Math.max(this.#max, time)
  }

  toString(): string {
    const lost = ((this.sent - this.received) / this.sent) * 100
    const counts = `${this.sent} sent, ${this.received} received, ${Number(lost.toFixed(1))} % lost`
    const repeated = this.repeated === 0 ? '' : `, ${this.repeated} once more`
    if (this.received === 0) return counts + repeated
    const [min, mean, max] = [this.#min, this.#sum / this.received, this.#max].map((time) => time.toFixed(3))
    return `${counts}${repeated}; round trip ${min} ms at least, ${mean} ms on average, ${max} ms at most`
  }
}
