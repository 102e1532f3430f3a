import type { Platform } from './platform/platform.js'
import { checkInteger } from './validate.js'

/**
 * A `struct timeval` for SO_RCVTIMEO and SO_SNDTIMEO, socket(7).
 * @param milliseconds 0 (no time-out) to 2^31 - 1
 */
export function timeval(platform: Platform, milliseconds: number): Uint8Array {
  checkInteger('milliseconds', milliseconds, 0, 2 ** 31 - 1)
  const { seconds, microseconds, size } = platform.layouts.timeval
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  write(view, 0, seconds, Math.floor(milliseconds / 1000), platform.littleEndian)
  write(view, seconds, microseconds, (milliseconds % 1000) * 1000, platform.littleEndian)
  return bytes
}

function write(view: DataView, offset: number, size: 4 | 8, value: number, littleEndian: boolean): void {
  if (size === 8) view.setBigInt64(offset, BigInt(value), littleEndian)
  else view.setInt32(offset, value, littleEndian)
}
