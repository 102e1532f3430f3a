import { invalidArgType, outOfRange } from '../argument-errors.js'
import type { Platform } from '../platform/platform.js'
import { checkInt32, checkInteger } from '../validate.js'
import { type Kind, viewOf } from './kind.js'

function decodeInt({ littleEndian }: Platform, bytes: Uint8Array, length: number): number {
  // BSD answers some options of multicast in one byte.
  if (length === 1) return bytes[0] as number
  return viewOf(bytes).getInt32(0, littleEndian)
}

function encodeInt({ littleEndian }: Platform, value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  viewOf(bytes).setInt32(0, value, littleEndian)
  return bytes
}

/** `int`. Its range is the kernel's affair. */
export const int: Kind<number> = {
  size: () => 4,
  decode: decodeInt,
  encode({ backend }, value) {
    checkInt32('value', value)
    return encodeInt(backend.platform, value)
  },
}

/** `int` that is 0 or 1. */
export const bool: Kind<boolean> = {
  size: () => 4,
  decode: (platform, bytes, length) => decodeInt(platform, bytes, length) !== 0,
  encode({ backend }, value) {
    if (typeof value !== 'boolean') throw invalidArgType('value', 'a boolean', value)
    return encodeInt(backend.platform, value ? 1 : 0)
  },
}

/** `uint32_t`: 0 to 2^32 - 1. */
export const uint32: Kind<number> = {
  size: () => 4,
  decode: (platform, bytes, length) => decodeInt(platform, bytes, length) >>> 0,
  encode({ backend }, value) {
    checkInteger('value', value, 0, 2 ** 32 - 1)
    return encodeInt(backend.platform, value | 0)
  },
}

/** `uint64_t`, or `uint32_t` where the kernel answers in four bytes: a BigInt. A safe integer may be written too. */
export const uint64: Kind<bigint, bigint | number> = {
  size: () => 8,
  decode({ littleEndian }, bytes, length) {
    const view = viewOf(bytes)
    return length > 4 ? view.getBigUint64(0, littleEndian) : BigInt(view.getUint32(0, littleEndian))
  },
  encode({ backend }, value) {
    if (typeof value !== 'bigint') {
      if (typeof value !== 'number') throw invalidArgType('value', 'a BigInt or an integer', value)
      checkInteger('value', value, 0, Number.MAX_SAFE_INTEGER)
    } else if (BigInt.asUintN(64, value) !== value) {
      throw outOfRange('value', 'from 0n to 2n ** 64n - 1n', value)
    }
    const bytes = new Uint8Array(8)
    viewOf(bytes).setBigUint64(0, BigInt(value), backend.platform.littleEndian)
    return bytes
  },
}

/** An option that is an act, and whose value the kernel does not look at: null. */
export const nothing: Pick<Kind<null>, 'encode'> = {
  encode(_, value) {
    if (value !== null) throw invalidArgType('value', 'null', value)
    return new Uint8Array(4)
  },
}
