import type { Constants, Platform } from '../platform/platform.js'
import type { Readable, Writable } from './kind.js'

/** The levels of options: SOL_SOCKET, or a protocol. */
export type Level =
  | 'SOL_SOCKET'
  | 'SOL_RAW'
  | 'IPPROTO_IP'
  | 'IPPROTO_IPV6'
  | 'IPPROTO_UDP'
  | 'IPPROTO_UDPLITE'
  | 'IPPROTO_ICMPV6'

/** An option: the level that it belongs to, or what tells the level by the value's bytes; and the kind of its value. */
export interface Entry {
  readonly level: Level | ((platform: Platform, bytes: Uint8Array) => Level)
  // What is written is a parameter, so that only `never` stands for each of the kinds.
  readonly kind: Readable<unknown> | Writable<never>
}

/** Options by name, which is the constant's too: a platform has the option if it has the constant. */
export type Entries = { readonly [Name in keyof Constants]?: Entry }
