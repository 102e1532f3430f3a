import type { Entries } from '../entry.js'
import type { Kind } from '../kind.js'
import { bool, int } from '../numbers.js'

/** To be turned on only where it is declared: whoever does so sizes buffers for it, and reads segment sizes. */
const offload: Kind<boolean> = {
  ...bool,
  encode(context, value) {
    if (value === true) context.require('receiveOffload', 'setsockopt')
    return bool.encode(context, value)
  },
}

/** Options of UDP: IPPROTO_UDP, udp(7). */
export const udpOptions = {
  /** What is sent is joined into one datagram, until this is false again. */
  UDP_CORK: { level: 'IPPROTO_UDP', kind: bool },
  /**
   * Everything sent is cut into datagrams of this many bytes; 0 for not at all, which is best: then only those messages are cut that ask for it, by a control
   * message UDP_SEGMENT, and a path that cannot do it (EIO, EINVAL, EMSGSIZE) fails no others.
   */
  UDP_SEGMENT: { level: 'IPPROTO_UDP', kind: int },
  /** Datagrams of one flow may be received joined, and tell their size in a control message UDP_GRO. Buffers must then hold 65,535 bytes, or lose the rest. */
  UDP_GRO: { level: 'IPPROTO_UDP', kind: offload },
  /** What is received is unwrapped: UDP_ENCAP_ESPINUDP and others; 0 for not at all. */
  UDP_ENCAP: { level: 'IPPROTO_UDP', kind: int },
  /** UDP over IPv6 sends no checksums. */
  UDP_NO_CHECK6_TX: { level: 'IPPROTO_UDP', kind: bool },
  /** UDP over IPv6 receives datagrams without checksums. */
  UDP_NO_CHECK6_RX: { level: 'IPPROTO_UDP', kind: bool },

  /** How much of a datagram the checksum covers, in bytes, udplite(7). */
  UDPLITE_SEND_CSCOV: { level: 'IPPROTO_UDPLITE', kind: int },
  /** Datagrams whose checksum covers less are dropped, udplite(7). */
  UDPLITE_RECV_CSCOV: { level: 'IPPROTO_UDPLITE', kind: int },
} as const satisfies Entries
