import { checkInteger, checkObject } from '../validate.js'
import type { Kind } from './kind.js'
import { uint32 } from './numbers.js'

/** The ports that the kernel chooses from; 0 for an end that is the system's own. */
export interface PortRange {
  readonly low: number
  readonly high: number
}

/** `uint32_t` with the lowest port in the lower 16 bits, the highest in the upper. */
export const portRange: Kind<PortRange> = {
  size: uint32.size,
  decode(platform, bytes, length) {
    const both = uint32.decode(platform, bytes, length)
    return { low: both & 0xffff, high: both >>> 16 }
  },
  encode(context, value) {
    checkObject('value', value)
    const { low, high } = value
    checkInteger('value.low', low, 0, 65535)
    checkInteger('value.high', high, 0, 65535)
    return uint32.encode(context, low + high * 2 ** 16)
  },
}
