import type { Entries } from '../entry.js'
import { index, indexInNetworkOrder } from '../interface.js'
import { readOnly, writeOnly } from '../kind.js'
import { membership6 } from '../multicast.js'
import { bool, int } from '../numbers.js'
import { pathMtu } from '../path-mtu.js'
import { oneOf } from '../words.js'

/** Options of IPv6: IPPROTO_IPV6, ipv6(7), RFC 3493, RFC 3542. Those that have a twin of IPv4 say no more than that it is one. */
export const ipv6Options = {
  /** The socket knows no IPv4 addresses, `::ffff:...`. EINVAL: bound already. */
  IPV6_V6ONLY: { level: 'IPPROTO_IPV6', kind: bool },
  /** The hop limit of packets sent: 0 to 255; -1 for the system's own. (IP_TTL) */
  IPV6_UNICAST_HOPS: { level: 'IPPROTO_IPV6', kind: int },
  /** The traffic class of packets sent: 0 to 255; -1 for 0. (IP_TOS) */
  IPV6_TCLASS: { level: 'IPPROTO_IPV6', kind: int },
  /** (IP_MINTTL) */
  IPV6_MINHOPCOUNT: { level: 'IPPROTO_IPV6', kind: int },
  /** (IP_HDRINCL) */
  IPV6_HDRINCL: { level: 'IPPROTO_IPV6', kind: bool },
  /** Where the kernel puts and checks a checksum, on raw sockets: an offset in bytes; -1 for not at all. */
  IPV6_CHECKSUM: { level: 'IPPROTO_IPV6', kind: int },
  /** Flow labels are made by the kernel: 0 or 1. */
  IPV6_AUTOFLOWLABEL: { level: 'IPPROTO_IPV6', kind: bool },
  /** The flow label of an address that is sent to is used. It must be one that was registered. */
  IPV6_FLOWINFO_SEND: { level: 'IPPROTO_IPV6', kind: bool },
  /** Each datagram received tells its flow label and traffic class, as a control message IPV6_FLOWINFO. */
  IPV6_FLOWINFO: { level: 'IPPROTO_IPV6', kind: bool },
  /** Which of the own addresses are preferred: a sum of IPV6_PREFER_SRC_..., RFC 5014. */
  IPV6_ADDR_PREFERENCES: { level: 'IPPROTO_IPV6', kind: int },

  /** (IP_MTU_DISCOVER) */
  IPV6_MTU_DISCOVER: { level: 'IPPROTO_IPV6', kind: oneOf('IPV6_PMTUDISC_') },
  /** Read: (IP_MTU). Written: the size of the fragments that packets are cut into, 1280 or more. */
  IPV6_MTU: { level: 'IPPROTO_IPV6', kind: int },
  /** (IP_MTU), by RFC 3542. ENOTCONN: reads on a connected socket alone. */
  IPV6_PATHMTU: { level: 'IPPROTO_IPV6', kind: readOnly(pathMtu) },
  /** A control message IPV6_PATHMTU tells when a path's MTU has changed. */
  IPV6_RECVPATHMTU: { level: 'IPPROTO_IPV6', kind: bool },
  /** What does not fit the path is not fragmented: EMSGSIZE. */
  IPV6_DONTFRAG: { level: 'IPPROTO_IPV6', kind: bool },
  /** Packets of at most 1280 bytes: 1; for multicast alone: -1 (FreeBSD, macOS). */
  IPV6_USE_MIN_MTU: { level: 'IPPROTO_IPV6', kind: int },

  /** (IP_RECVERR) */
  IPV6_RECVERR: { level: 'IPPROTO_IPV6', kind: bool },
  /** (IP_RECVERR_RFC4884) */
  IPV6_RECVERR_RFC4884: { level: 'IPPROTO_IPV6', kind: bool },
  /** (IP_PKTINFO) */
  IPV6_RECVPKTINFO: { level: 'IPPROTO_IPV6', kind: bool },
  /** Each datagram received tells its traffic class, as a control message IPV6_TCLASS. */
  IPV6_RECVTCLASS: { level: 'IPPROTO_IPV6', kind: bool },
  /** Each datagram received tells its hop limit, as a control message IPV6_HOPLIMIT. */
  IPV6_RECVHOPLIMIT: { level: 'IPPROTO_IPV6', kind: bool },
  /** (IP_RECVORIGDSTADDR) */
  IPV6_RECVORIGDSTADDR: { level: 'IPPROTO_IPV6', kind: bool },
  /** (IP_RECVFRAGSIZE) */
  IPV6_RECVFRAGSIZE: { level: 'IPPROTO_IPV6', kind: bool },
  /** Each datagram received tells its hop-by-hop options. */
  IPV6_RECVHOPOPTS: { level: 'IPPROTO_IPV6', kind: bool },
  /** Each datagram received tells its destination options. */
  IPV6_RECVDSTOPTS: { level: 'IPPROTO_IPV6', kind: bool },
  /** Each datagram received tells its routing header. */
  IPV6_RECVRTHDR: { level: 'IPPROTO_IPV6', kind: bool },

  /** (IP_FREEBIND) */
  IPV6_FREEBIND: { level: 'IPPROTO_IPV6', kind: bool },
  /** (IP_TRANSPARENT) */
  IPV6_TRANSPARENT: { level: 'IPPROTO_IPV6', kind: bool },
  /** (IP_UNICAST_IF) */
  IPV6_UNICAST_IF: { level: 'IPPROTO_IPV6', kind: indexInNetworkOrder },
  /** (IP_BOUND_IF) */
  IPV6_BOUND_IF: { level: 'IPPROTO_IPV6', kind: index },

  /** The interface that multicast leaves by: written as index or name, read as index. */
  IPV6_MULTICAST_IF: { level: 'IPPROTO_IPV6', kind: index },
  /** The hop limit of multicast sent: 0 to 255; -1 for 1. */
  IPV6_MULTICAST_HOPS: { level: 'IPPROTO_IPV6', kind: int },
  /** (IP_MULTICAST_LOOP) */
  IPV6_MULTICAST_LOOP: { level: 'IPPROTO_IPV6', kind: bool },
  /** (IP_MULTICAST_ALL) */
  IPV6_MULTICAST_ALL: { level: 'IPPROTO_IPV6', kind: bool },
  /** Joins a group, on an interface by index or name. EADDRINUSE: joined already; ENODEV: no such interface. */
  IPV6_JOIN_GROUP: { level: 'IPPROTO_IPV6', kind: writeOnly(membership6) },
  /** Leaves a group. EADDRNOTAVAIL: not joined. */
  IPV6_LEAVE_GROUP: { level: 'IPPROTO_IPV6', kind: writeOnly(membership6) },
  /** IPV6_JOIN_GROUP by its older name. */
  IPV6_ADD_MEMBERSHIP: { level: 'IPPROTO_IPV6', kind: writeOnly(membership6) },
  /** IPV6_LEAVE_GROUP by its older name. */
  IPV6_DROP_MEMBERSHIP: { level: 'IPPROTO_IPV6', kind: writeOnly(membership6) },
} as const satisfies Entries
