import type { Metric } from './metric.js'

/** What one metric came to. */
interface Entry {
  add(metric: Metric): void
  toString(): string
}

/** Metrics by kind, name and tags, as they are added up until they are told. */
export class Table {
  readonly #entries = new Map<string, Entry>()

  add(metric: Metric): void {
    const { kind, name, tags } = metric
    const key = [kind, name, ...tags.map((tag) => `#${tag}`)].join(' ')
    const entry = this.#entries.get(key) ?? create(metric)
    this.#entries.set(key, entry)
    entry.add(metric)
  }

  /** A line for each, sorted: `counter hits #page:home: 4`. Gauges stay as they are, everything else begins anew. */
  flush(): string[] {
    const lines = Array.from(this.#entries, ([key, entry]) => `${key}: ${entry}`).sort()
    for (const [key, entry] of this.#entries) if (!(entry instanceof Gauge)) this.#entries.delete(key)
    return lines
  }
}

function create({ kind }: Metric): Entry {
  if (kind === 'counter') return new Counter()
  if (kind === 'gauge') return new Gauge()
  return kind === 'set' ? new Members() : new Spread()
}

class Counter implements Entry {
  #sum = 0

  add({ values, rate }: Metric): void {
    for (const value of values) this.#sum += Number(value) / rate
  }

  toString(): string {
    return short(this.#sum)
  }
}

class Gauge implements Entry {
  #value = 0

  add({ values }: Metric): void {
    // A sign makes it a step.
    for (const value of values) this.#value = Number(value) + (/^[+-]/.test(value) ? this.#value : 0)
  }

  toString(): string {
    return short(this.#value)
  }
}

class Members implements Entry {
  readonly #members = new Set<string>()

  add({ values }: Metric): void {
    for (const value of values) this.#members.add(value)
  }

  toString(): string {
    return `${this.#members.size} different`
  }
}

class Spread implements Entry {
  #count = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY

  add({ values, rate }: Metric): void {
    for (const value of values.map(Number)) {
      this.#count += 1 / rate
      this.#sum += value / rate
      this.#min = Math.min(this.#min, value)
      this.#max = Math.max(this.#max, value)
    }
  }

  toString(): string {
    const mean = this.#sum / this.#count
    return `${short(this.#count)} values, min ${short(this.#min)}, mean ${short(mean)}, max ${short(this.#max)}`
  }
}

/** Without the noise of binary fractions. */
function short(value: number): string {
  return String(Number(value.toPrecision(12)))
}
