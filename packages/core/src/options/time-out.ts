import { Struct } from '../platform/fields.js'
import { timeval } from '../timeval.js'
import { checkInteger } from '../validate.js'
import type { Kind } from './kind.js'

/** `struct timeval`, as milliseconds: 0 (no time-out) to 2^31 - 1. The kernel rounds it to its own ticks. */
export const milliseconds: Kind<number> = {
  size: ({ timeval }) => timeval.size,

  decode(platform, bytes) {
    const { seconds, microseconds } = platform.layouts.timeval
    const struct = new Struct(platform, bytes)
    return struct.get(0, { at: 0, size: seconds }) * 1000 + struct.get(0, { at: seconds, size: microseconds }) / 1000
  },

  encode({ backend }, value) {
    checkInteger('value', value, 0, 2 ** 31 - 1)
    return timeval(backend.platform, value)
  },
}
