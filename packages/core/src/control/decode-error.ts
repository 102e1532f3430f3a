import { decodeSockaddr } from '../address/sockaddr.js'
import { errnoName } from '../errors.js'
import type { Platform } from '../platform/platform.js'
import type { Decoder } from './decode.js'
import type { ErrorOrigin, InternetFamily } from './message.js'

/** The records of the error queue: `sock_extended_err`, with SO_EE_OFFENDER behind it, ip(7). */
export function errorDecoders(platform: Platform): Decoder[] {
  const { constants } = platform
  const layout = platform.layouts.sock_extended_err
  if (layout === undefined) return []
  const origins = originsOf(platform)

  const decoder = (level: number, type: number | undefined, family: InternetFamily): Decoder => ({
    level,
    type,
    size: layout.size,
    decode(reader) {
      const errno = reader.get(layout.errno)
      const origin = reader.get(layout.origin)
      const offender = reader.bytes.subarray(reader.at + layout.size, reader.at + reader.size)
      return {
        kind: 'error',
        family,
        error: { code: errnoName(platform, errno), errno: -errno },
        origin: origins.get(origin) ?? origin,
        type: reader.get(layout.type),
        code: reader.get(layout.code),
        info: reader.get(layout.info),
        data: reader.get(layout.data),
        offender: isZero(offender) ? null : decodeSockaddr(platform, offender, offender.byteLength),
      }
    },
  })

  return [
    decoder(constants.IPPROTO_IP, constants.IP_RECVERR, 'IPv4'),
    decoder(constants.IPPROTO_IPV6, constants.IPV6_RECVERR, 'IPv6'),
  ]
}

function originsOf({ constants }: Platform): ReadonlyMap<number | undefined, ErrorOrigin> {
  return new Map([
    [constants.SO_EE_ORIGIN_NONE, 'none'],
    [constants.SO_EE_ORIGIN_LOCAL, 'local'],
    [constants.SO_EE_ORIGIN_ICMP, 'icmp'],
    [constants.SO_EE_ORIGIN_ICMP6, 'icmp6'],
    [constants.SO_EE_ORIGIN_TIMESTAMPING, 'timestamping'],
    [constants.SO_EE_ORIGIN_ZEROCOPY, 'zerocopy'],
    [constants.SO_EE_ORIGIN_TXTIME, 'txtime'],
  ])
}

// AF_UNSPEC, which the kernel fills the rest of with zeros.
function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}
