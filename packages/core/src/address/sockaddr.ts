import type { Platform } from '../platform/platform.js'
import type { Address } from './address.js'
import { Inet4Address, Inet6Address, type InetFields } from './inet.js'
import { formatIPv4 } from './ipv4.js'
import { formatIPv6 } from './ipv6.js'
import { RawAddress } from './raw.js'
import { getFamily, setFamily, viewOf } from './sockaddr-family.js'
import { decodeUnix } from './sockaddr-un.js'

/**
 * `sockaddr_in` and `sockaddr_in6`, RFC 3493, to and from bytes; `decodeSockaddr` reads those of every family. Port, address and flow information are in network
 * order, the scope in the host's.
 */
const size = { IPv4: 16, IPv6: 28 } as const
const at = { port: 2, inet: 4, flowInfo: 4, inet6: 8, scopeId: 24 } as const

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

/**
 * Reads the address that the first `length` bytes hold; null if they hold none: too few bytes for a family, fewer bytes than the address has, or the family
 * AF_UNSPEC. An address of a family that has no form of its own is a `RawAddress`.
 */
export function decodeSockaddr(platform: Platform, bytes: Uint8Array, length: number): Address | null {
  if (length < at.port || length > bytes.byteLength) return null
  const view = viewOf(bytes)
  const family = getFamily(platform, view)
  const { AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX } = platform.constants
  if (family === AF_INET && length >= size.IPv4) {
    return new Inet4Address(formatIPv4(bytes, at.inet), view.getUint16(at.port))
  }
  if (family === AF_INET6 && length >= size.IPv6) {
    return new Inet6Address(formatIPv6(bytes, at.inet6), view.getUint16(at.port), {
      // The kernel may set the version bits above the 28 that carry a meaning.
      flowInfo: view.getUint32(at.flowInfo) & 0x0fffffff,
      scopeId: view.getUint32(at.scopeId, platform.littleEndian),
    })
  }
  if (family === AF_UNIX) return decodeUnix(platform, bytes, length)
  return family === AF_UNSPEC ? null : new RawAddress(family, bytes.subarray(0, length))
}
