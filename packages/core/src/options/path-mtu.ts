import { Struct } from '../platform/fields.js'
import { layoutOf, type Readable } from './kind.js'

/** `struct ip6_mtuinfo`, RFC 3542: its MTU alone, since nobody fills the address in. */
export const pathMtu: Readable<number> = {
  size: (layouts) => layoutOf(layouts, 'ip6_mtuinfo').size,
  decode: (platform, bytes) => new Struct(platform, bytes).get(0, layoutOf(platform.layouts, 'ip6_mtuinfo').mtu),
}
