import { hostIsLittleEndian } from '../platform/fields.js'

const low = hostIsLittleEndian ? 0 : 1
const high = 1 - low

// One before 1970 or after 2514, or whose part of a second is more than that, is none: no kernel tells it.
function isTime(seconds: number, nanoseconds: number): boolean {
  return seconds < 2 ** 34 && nanoseconds < 1e9
}

/** A time as nanoseconds since 1970; `undefined` if it is none. */
export function nanosecondsOf(seconds: number, nanoseconds: number): bigint | undefined {
  return isTime(seconds, nanoseconds) ? BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds) : undefined
}

/**
 * Times as nanoseconds since 1970, in a BigUint64Array that is written by way of its 32-bit halves: a BigInt would be allocated. Messages that come together mostly have
 * their second in common, which is multiplied once.
 */
export class Times {
  readonly column: BigUint64Array
  readonly #halves: Uint32Array
  #seconds = 0
  // The second in nanoseconds, by halves.
  #low = 0
  #high = 0

  constructor(length: number) {
    this.column = new BigUint64Array(length)
    this.#halves = new Uint32Array(this.column.buffer)
  }

  clear(index: number): void {
    this.#halves[2 * index] = 0
    this.#halves[2 * index + 1] = 0
  }

  has(index: number): boolean {
    return this.#halves[2 * index] !== 0 || this.#halves[2 * index + 1] !== 0
  }

  /** Stores nothing of what is no time. */
  store(index: number, seconds: number, nanoseconds: number): void {
    if (!isTime(seconds, nanoseconds)) return
    if (seconds !== this.#seconds) this.#multiply(seconds)
    const sum = this.#low + nanoseconds
    this.#halves[2 * index + low] = sum
    this.#halves[2 * index + high] = this.#high + (sum >= 2 ** 32 ? 1 : 0)
  }

  // The product has up to 64 bits, and a number 53: it is made in two parts. Remainders by subtraction, since % of what is no small integer is a call.
  #multiply(seconds: number): void {
    this.#seconds = seconds
    const upper = Math.floor(seconds / 2 ** 16)
    const lower = (seconds - upper * 2 ** 16) * 1e9
    const product = upper * 1e9
    const productHigh = Math.floor(product / 2 ** 16)
    const lowerHigh = Math.floor(lower / 2 ** 32)
    const sum = (product - productHigh * 2 ** 16) * 2 ** 16 + (lower - lowerHigh * 2 ** 32)
    this.#high = productHigh + lowerHigh + (sum >= 2 ** 32 ? 1 : 0)
    this.#low = sum >= 2 ** 32 ? sum - 2 ** 32 : sum
  }
}
