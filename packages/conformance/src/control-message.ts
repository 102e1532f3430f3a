import type { Platform } from '@sendto/core'

/** One control message as raw bytes, laid out by hand: its `cmsghdr`, its data, and the padding behind it. cmsg(3) */
export function controlMessage(
  { layouts: { cmsghdr }, littleEndian }: Platform,
  level: number,
  type: number,
  data: Uint8Array,
): Uint8Array {
  const length = cmsghdr.size + data.length
  const bytes = new Uint8Array(Math.ceil(length / cmsghdr.align) * cmsghdr.align)
  const view = new DataView(bytes.buffer)
  // The length is the first field on every platform, and below 2^32: of eight bytes, the lower half.
  const upperHalf = littleEndian ? 0 : cmsghdr.length.size - 4
  view.setUint32(cmsghdr.length.at + upperHalf, length, littleEndian)
  view.setInt32(cmsghdr.level.at, level, littleEndian)
  view.setInt32(cmsghdr.type.at, type, littleEndian)
  bytes.set(data, cmsghdr.size)
  return bytes
}

/** The bytes of an `int`. */
export function int({ littleEndian }: Platform, value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value, littleEndian)
  return bytes
}
