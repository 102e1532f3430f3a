import { invalidArgValue } from '../argument-errors.js'
import type { Platform } from '../platform/platform.js'
import { setFamily, viewOf } from './sockaddr-family.js'
import { UnixAddress, type UnixNames } from './unix.js'

/**
 * `sockaddr_un`, unix(7), to and from bytes. A path ends before its first NUL, or where the address ends; an abstract name has a NUL before it and ends where the
 * address ends; an unnamed address is the family alone.
 */

/**
 * Lays an address out at the start of `bytes`, which has room for it. Returns its length.
 * @param prefix what errors put before the field: `to.`
 */
export function encodeUnix(platform: Platform, prefix: string, names: UnixNames, bytes: Uint8Array): number {
  const { path: at, pathLength } = platform.layouts.sockaddr_un
  let length: number = at
  bytes.fill(0, 0, at + pathLength)
  if (names.path !== undefined) {
    checkLength(`${prefix}path`, names.path, pathLength)
    bytes.set(names.path, at)
    // With the NUL behind it, for which the longest path has no room and no kernel needs it.
    length += Math.min(names.path.length + 1, pathLength)
  } else if (names.abstract !== undefined) {
    if (!hasAbstractNames(platform)) {
      throw invalidArgValue(`${prefix}abstract`, `is a name of Linux alone, not of ${platform.name}`, names.abstract)
    }
    checkLength(`${prefix}abstract`, names.abstract, pathLength - 1)
    bytes.set(names.abstract, at + 1)
    length += names.abstract.length + 1
  }
  setFamily(platform, viewOf(bytes), platform.constants.AF_UNIX, length)
  return length
}

export function decodeUnix(platform: Platform, bytes: Uint8Array, length: number): UnixAddress {
  const { path: at } = platform.layouts.sockaddr_un
  const name = bytes.subarray(at, length)
  if (name.length === 0) return new UnixAddress()
  const end = name.indexOf(0)
  if (end === 0) return new UnixAddress(hasAbstractNames(platform) ? { abstract: name.subarray(1) } : {})
  return new UnixAddress({ path: end < 0 ? name : name.subarray(0, end) })
}

function hasAbstractNames({ name }: Platform): boolean {
  return name === 'linux'
}

function checkLength(argument: string, name: Uint8Array, most: number): void {
  if (name.length > most) throw invalidArgValue(argument, `must have at most ${most} bytes`, name.length)
}
