import { inspect } from 'node:util'

const errorFields = ['code', 'errno', 'syscall', 'address', 'port', 'hostname'] as const

/** What a script has seen, line by line, with names in the place of ports, since those are others each time. */
export class Journal {
  readonly #entries: [who: string, text: string][] = []
  readonly #ports = new Map<number, { readonly name: string; readonly since: number }[]>()
  #closed = false

  get length(): number {
    return this.#entries.length
  }

  call(port: number, name: string): void {
    const names = this.#ports.get(port) ?? []
    names.push({ name, since: this.#entries.length })
    this.#ports.set(port, names)
  }

  write(who: string, text: string, ...values: unknown[]): void {
    if (!this.#closed) this.#entries.push([who, [text, ...values.map((value) => this.#show(value))].join(' ')])
  }

  /** Does something and writes down what came of it. */
  attempt<Value>(who: string, text: string, action: () => Value): Value | undefined {
    try {
      const value = action()
      this.write(who, `${text} =`, value)
      return value
    } catch (error) {
      this.write(who, `${text} threw`, error)
      return undefined
    }
  }

  /** In the order in which all of it happened, or by who has seen it. */
  close(order: 'all' | 'each'): string[] {
    this.#closed = true
    const named = this.#entries.map(
      ([who, text], index) => [this.#named(who, index), this.#named(text, index)] as const,
    )
    if (order === 'each') named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return named.map(([who, text]) => `${who}: ${text}`)
  }

  #show(value: unknown): string {
    if (value instanceof Error) return this.#showError(value)
    if (Buffer.isBuffer(value))
      return value.length > 40 ? `${value.length} bytes` : JSON.stringify(value.toString('latin1'))
    if (typeof value === 'object' && value !== null && 'setBroadcast' in value) return 'a socket'
    if (typeof value === 'function') return 'a function'
    if (value instanceof Promise) return 'a promise'
    return inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 3 })
  }

  #showError(error: Error): string {
    const kind = [TypeError, RangeError].find((Class) => error instanceof Class)?.name ?? 'Error'
    const fields = errorFields
      .filter((field) => field in error)
      .map((field) => {
        return `${field}: ${String((error as unknown as Record<string, unknown>)[field])}`
      })
    const first = String(error.stack)
      .split('\n', 1)[0]
      ?.replace(/ \[ERR_\w+\]/, '')
    return `${kind} ${error.name} ${error.message} | ${first} | ${fields.join(', ')}`
  }

  // The system gives a port that was closed to another: it has the name of that time, and before it had any the first one.
  #named(line: string, index: number): string {
    return line.replaceAll(/\b\d{4,5}\b/g, (digits) => {
      const names = this.#ports.get(Number(digits))
      return (names?.findLast(({ since }) => since <= index) ?? names?.[0])?.name ?? digits
    })
  }
}
