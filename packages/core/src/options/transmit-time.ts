import { Struct } from '../platform/fields.js'
import { checkInteger, checkObject } from '../validate.js'
import { type Kind, layoutOf } from './kind.js'

/** `struct sock_txtime`. */
export interface TransmitTime {
  /** The clock that transmit times are told by: CLOCK_TAI, CLOCK_MONOTONIC. */
  readonly clockid: number
  /** SOF_TXTIME_DEADLINE_MODE, SOF_TXTIME_REPORT_ERRORS. */
  readonly flags: number
}

export const transmitTime: Kind<TransmitTime> = {
  size: (layouts) => layoutOf(layouts, 'sock_txtime').size,

  decode(platform, bytes) {
    const layout = layoutOf(platform.layouts, 'sock_txtime')
    const struct = new Struct(platform, bytes)
    return { clockid: struct.get(0, layout.clock) | 0, flags: struct.get(0, layout.flags) }
  },

  encode({ backend: { platform } }, value) {
    checkObject('value', value)
    const { clockid, flags } = value
    checkInteger('value.clockid', clockid, -(2 ** 31), 2 ** 31 - 1)
    checkInteger('value.flags', flags, 0, 2 ** 32 - 1)
    const layout = layoutOf(platform.layouts, 'sock_txtime')
    const bytes = new Uint8Array(layout.size)
    const struct = new Struct(platform, bytes)
    struct.set(0, layout.clock, clockid)
    struct.set(0, layout.flags, flags)
    return bytes
  },
}
