import { millisecondsOf, timeval, timevalSize } from '../timeval.js'
import { checkInteger } from '../validate.js'
import type { Kind } from './kind.js'

/** `struct timeval`, as milliseconds: 0 (no time-out) to 2^31 - 1. The kernel rounds it to its own ticks. */
export const milliseconds: Kind<number> = {
  size: timevalSize,
  decode: millisecondsOf,
  encode({ backend }, value) {
    checkInteger('value', value, 0, 2 ** 31 - 1)
    return timeval(backend.platform, value)
  },
}
