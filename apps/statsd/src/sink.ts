import { parseMetric } from './metric.js'
import { Table } from './table.js'

/** Takes datagrams apart and adds up what is in them. */
export class Sink {
  readonly #table = new Table()
  #datagrams = 0
  #metrics = 0
  #others = 0

  /** Takes a datagram: metrics, one a line. The data is read before it returns. */
  take(data: Uint8Array): void {
    this.#datagrams++
    const text = Buffer.from(data.buffer, data.byteOffset, data.length).toString()
    for (const line of text.split('\n')) if (line !== '') this.#takeLine(line)
  }

  get datagrams(): number {
    return this.#datagrams
  }

  /** What the metrics have come to since the last time, a line for each. */
  flush(): string[] {
    return this.#table.flush()
  }

  /** What came in all. */
  toString(): string {
    return `${this.#datagrams} datagrams, ${this.#metrics} metrics, ${this.#others} other lines`
  }

  // Events (`_e{`) and service checks (`_sc|`) of DogStatsD are counted and no more, like anything else that is no metric.
  #takeLine(line: string): void {
    const metric = parseMetric(line)
    if (metric === null) {
      this.#others++
      return
    }
    this.#metrics++
    this.#table.add(metric)
  }
}
