import { Struct } from '../platform/fields.js'
import { checkInteger } from '../validate.js'
import type { Kind } from './kind.js'

/** `struct linger`, as seconds; null where it is off. */
export const linger: Kind<number | null> = {
  size: ({ linger }) => linger.size,

  decode(platform, bytes) {
    const { on, seconds } = platform.layouts.linger
    const struct = new Struct(platform, bytes)
    return struct.get(0, on) === 0 ? null : struct.get(0, seconds)
  },

  encode({ backend: { platform } }, value) {
    const { size, on, seconds } = platform.layouts.linger
    if (value !== null) checkInteger('value', value, 0, 2 ** (8 * seconds.size - 1) - 1)
    const bytes = new Uint8Array(size)
    const struct = new Struct(platform, bytes)
    struct.set(0, on, value === null ? 0 : 1)
    struct.set(0, seconds, value ?? 0)
    return bytes
  },
}
