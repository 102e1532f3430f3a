import fc from 'fast-check'
import type { Platform } from '../../src/platform/platform.js'

/** Bytes that look like control messages more often than chance has it. */
export function likely(platform: Platform) {
  const { SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_UDP } = platform.constants
  const numbers = Object.values(platform.constants).filter((value) => value !== undefined)
  const length = fc.oneof(
    fc.nat(80),
    fc.constantFrom(0, 1, 15, 16, 17, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, 2 ** 53 + 2, 2 ** 63),
  )
  const level = fc.oneof(fc.constantFrom(SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_UDP), fc.integer())
  const type = fc.oneof(fc.constantFrom(...numbers), fc.integer())
  return fc
    .array(
      fc.tuple(length, level, type, fc.uint8Array({ maxLength: 64 })).map(([length, level, type, data]) => {
        const bytes = new Uint8Array(16 + data.length)
        const view = new DataView(bytes.buffer)
        const wide = platform.layouts.cmsghdr.length.size === 8
        if (wide) view.setBigUint64(0, BigInt(length), platform.littleEndian)
        else view.setUint32(0, length, platform.littleEndian)
        view.setInt32(platform.layouts.cmsghdr.level.at, level, platform.littleEndian)
        view.setInt32(platform.layouts.cmsghdr.type.at, type, platform.littleEndian)
        bytes.set(data, 16)
        return bytes
      }),
      { maxLength: 5 },
    )
    .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])))
}
