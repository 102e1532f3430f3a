import { hostIsLittleEndian } from '../platform/fields.js'

const low = hostIsLittleEndian ? 0 : 1
const high = 1 - low

/**
 * Stores a time as nanoseconds since 1970 in a BigUint64Array, by way of its 32-bit halves: a BigInt would be allocated. Nothing is stored of a time before 1970 or
 * after 2514, nor of one that is none.
 */
export function storeNanoseconds(halves: Uint32Array, index: number, seconds: number, nanoseconds: number): void {
  if (!(seconds < 2 ** 34 && nanoseconds < 1e9)) return
  // The product has up to 64 bits, and a number 53: the seconds are multiplied in two parts. Remainders by subtraction: % of what is no small integer is a call.
  const upperSeconds = Math.floor(seconds / 2 ** 16)
  const lower = (seconds - upperSeconds * 2 ** 16) * 1e9 + nanoseconds
  const upper = upperSeconds * 1e9
  const upperHigh = Math.floor(upper / 2 ** 16)
  const lowerHigh = Math.floor(lower / 2 ** 32)
  const sum = (upper - upperHigh * 2 ** 16) * 2 ** 16 + (lower - lowerHigh * 2 ** 32)
  halves[2 * index + low] = sum
  halves[2 * index + high] = upperHigh + lowerHigh + (sum >= 2 ** 32 ? 1 : 0)
}
