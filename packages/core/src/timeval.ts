import { Struct } from './platform/fields.js'
import type { Field, Layouts, Platform } from './platform/platform.js'
import { checkInteger } from './validate.js'

const dword: Field = { at: 0, size: 4 }

/**
 * The value of SO_RCVTIMEO and SO_SNDTIMEO, socket(7): a `struct timeval`, or milliseconds on Windows.
 * @param milliseconds 0 (no time-out) to 2^31 - 1
 */
export function timeval(platform: Platform, milliseconds: number): Uint8Array {
  checkInteger('milliseconds', milliseconds, 0, 2 ** 31 - 1)
  const bytes = new Uint8Array(timevalSize(platform.layouts))
  const struct = new Struct(platform, bytes)
  if (platform.layouts.timeoutInMilliseconds) {
    struct.set(0, dword, milliseconds)
  } else {
    const { seconds, microseconds } = fieldsOf(platform)
    struct.set(0, seconds, Math.floor(milliseconds / 1000))
    struct.set(0, microseconds, (milliseconds % 1000) * 1000)
  }
  return bytes
}

/** The milliseconds of a value that `timeval` lays out. */
export function millisecondsOf(platform: Platform, bytes: Uint8Array): number {
  const struct = new Struct(platform, bytes)
  if (platform.layouts.timeoutInMilliseconds) return struct.get(0, dword)
  const { seconds, microseconds } = fieldsOf(platform)
  return struct.get(0, seconds) * 1000 + struct.get(0, microseconds) / 1000
}

export function timevalSize({ timeoutInMilliseconds, timeval }: Layouts): number {
  return timeoutInMilliseconds ? dword.size : timeval.size
}

function fieldsOf({ layouts }: Platform): { seconds: Field; microseconds: Field } {
  const { seconds, microseconds } = layouts.timeval
  return { seconds: { at: 0, size: seconds }, microseconds: { at: seconds, size: microseconds } }
}
