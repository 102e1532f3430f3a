import type { Address } from '../address/address.js'
import { decodeSockaddr } from '../address/sockaddr.js'
import { Struct } from '../platform/fields.js'
import { layoutOf, type Readable } from './kind.js'

/** `struct ip6_mtuinfo`, RFC 3542. */
export interface PathMtu {
  /** Where the path leads to. */
  readonly to: Address | null
  /** In bytes, with all headers from IPv6's on. */
  readonly mtu: number
}

export const pathMtu: Readable<PathMtu> = {
  size: (layouts) => layoutOf(layouts, 'ip6_mtuinfo').size,
  decode(platform, bytes) {
    const { address, mtu } = layoutOf(platform.layouts, 'ip6_mtuinfo')
    const name = bytes.subarray(address)
    return {
      to: decodeSockaddr(platform, name, platform.layouts.sockaddr_in6.size),
      mtu: new Struct(platform, bytes).get(0, mtu),
    }
  },
}
