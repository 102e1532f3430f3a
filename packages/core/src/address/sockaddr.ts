import type { Platform } from '../platform/platform.js'
import { type Address, Inet4Address, Inet6Address, type InetFields } from './address.js'
import { formatIPv4 } from './ipv4.js'
import { formatIPv6 } from './ipv6.js'

/**
 * `sockaddr_in` and `sockaddr_in6`, RFC 3493, to and from bytes. The systems differ only in the first two bytes: a family of 16 bits, or (BSD) a length and
 * a family of 8 bits each. Port, address and flow information are in network order, the scope in the host's.
 */
const size = { IPv4: 16, IPv6: 28 } as const
const at = { family: 0, port: 2, inet: 4, flowInfo: 4, inet6: 8, scopeId: 24 } as const

/** Lays an address out at the start of `bytes`, which has room for it. Returns its length. */
export function encodeSockaddr(platform: Platform, fields: InetFields, bytes: Uint8Array): number {
  const view = viewOf(bytes)
  const length = size[fields.family]
  bytes.fill(0, 0, length)
  setFamily(platform, view, fields.family === 'IPv4' ? platform.constants.AF_INET : platform.constants.AF_INET6, length)
  view.setUint16(at.port, fields.port)
  if (fields.family === 'IPv4') {
    bytes.set(fields.bytes, at.inet)
  } else {
    view.setUint32(at.flowInfo, fields.flowInfo)
    bytes.set(fields.bytes, at.inet6)
    view.setUint32(at.scopeId, fields.scopeId, platform.littleEndian)
  }
  return length
}

/** Reads the address that the first `length` bytes hold; null if they hold none, or one of a family that has no form here yet. */
export function decodeSockaddr(platform: Platform, bytes: Uint8Array, length: number): Address | null {
  const view = viewOf(bytes)
  if (length < at.port) return null
  const family = getFamily(platform, view)
  if (family === platform.constants.AF_INET && length >= size.IPv4) {
    return new Inet4Address(formatIPv4(bytes, at.inet), view.getUint16(at.port))
  }
  if (family === platform.constants.AF_INET6 && length >= size.IPv6) {
    return new Inet6Address(formatIPv6(bytes, at.inet6), view.getUint16(at.port), {
      // The kernel may set the version bits above the 28 that carry a meaning.
      flowInfo: view.getUint32(at.flowInfo) & 0x0fffffff,
      scopeId: view.getUint32(at.scopeId, platform.littleEndian),
    })
  }
  return null
}

function setFamily(platform: Platform, view: DataView, family: number, length: number): void {
  if (platform.layouts.sockaddrHasLength) {
    view.setUint8(at.family, length)
    view.setUint8(at.family + 1, family)
  } else {
    view.setUint16(at.family, family, platform.littleEndian)
  }
}

function getFamily(platform: Platform, view: DataView): number {
  return platform.layouts.sockaddrHasLength
    ? view.getUint8(at.family + 1)
    : view.getUint16(at.family, platform.littleEndian)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
