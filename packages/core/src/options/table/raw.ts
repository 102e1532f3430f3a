import type { Entries } from '../entry.js'
import { uint32 } from '../numbers.js'

/** Options of raw sockets: SOL_RAW, raw(7); IPPROTO_ICMPV6, RFC 3542. */
export const rawOptions = {
  /** ICMP messages that are not received: one bit for each type from 0 to 31. */
  ICMP_FILTER: { level: 'SOL_RAW', kind: uint32 },
} as const satisfies Entries
