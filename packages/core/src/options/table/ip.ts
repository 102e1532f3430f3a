import type { Entries } from '../entry.js'
import { index, indexInNetworkOrder, outgoingInterface } from '../interface.js'
import { readOnly, writeOnly } from '../kind.js'
import { group, levelOfGroup, membership, sourceGroup, sourceMembership } from '../multicast.js'
import { bool, int } from '../numbers.js'
import { portRange } from '../port-range.js'
import { oneOf } from '../words.js'

/** Options of IPv4: IPPROTO_IP, ip(7). */
export const ipOptions = {
  /** The time to live of packets sent: 1 to 255; on Linux -1 for the system's own. */
  IP_TTL: { level: 'IPPROTO_IP', kind: int },
  /** The type of service of packets sent: DSCP in the upper six bits, ECN in the lower two. 0 to 255. */
  IP_TOS: { level: 'IPPROTO_IP', kind: int },
  /** Packets with a lower time to live are dropped. 0 to 255. */
  IP_MINTTL: { level: 'IPPROTO_IP', kind: int },
  /** The program writes the IP header itself, on raw sockets. */
  IP_HDRINCL: { level: 'IPPROTO_IP', kind: bool },

  /** Whether packets may be fragmented: DONT discover the path's MTU and fragment, WANT (each route's own way), DO not fragment, PROBE beyond the path's MTU. */
  IP_MTU_DISCOVER: { level: 'IPPROTO_IP', kind: oneOf('IP_PMTUDISC_') },
  /** The MTU of the path to the peer. ENOTCONN: reads on a connected socket alone. */
  IP_MTU: { level: 'IPPROTO_IP', kind: readOnly(int) },
  /** Packets are not fragmented (FreeBSD, macOS). */
  IP_DONTFRAG: { level: 'IPPROTO_IP', kind: bool },
  /** Packets are not fragmented (Windows). */
  IP_DONTFRAGMENT: { level: 'IPPROTO_IP', kind: bool },

  /** ICMP errors are kept on the error queue, for MSG_ERRQUEUE, and fail calls of unconnected sockets too. */
  IP_RECVERR: { level: 'IPPROTO_IP', kind: bool },
  /** Records of the error queue tell how much of the offending datagram they hold, RFC 4884. */
  IP_RECVERR_RFC4884: { level: 'IPPROTO_IP', kind: bool },
  /** Each datagram received tells its destination address and interface, as a control message IP_PKTINFO. */
  IP_PKTINFO: { level: 'IPPROTO_IP', kind: bool },
  /** Each datagram received tells its type of service, as a control message IP_TOS. */
  IP_RECVTOS: { level: 'IPPROTO_IP', kind: bool },
  /** Each datagram received tells its time to live, as a control message IP_TTL. */
  IP_RECVTTL: { level: 'IPPROTO_IP', kind: bool },
  /** Each datagram received tells the address that it was sent to before it was redirected. */
  IP_RECVORIGDSTADDR: { level: 'IPPROTO_IP', kind: bool },
  /** Each datagram received tells its largest fragment, as a control message IP_RECVFRAGSIZE. */
  IP_RECVFRAGSIZE: { level: 'IPPROTO_IP', kind: bool },
  /** Each datagram received tells its checksum. */
  IP_CHECKSUM: { level: 'IPPROTO_IP', kind: bool },
  /** Each datagram received tells its security context. */
  IP_PASSSEC: { level: 'IPPROTO_IP', kind: bool },
  /** Each datagram received tells its IP options. */
  IP_RECVOPTS: { level: 'IPPROTO_IP', kind: bool },
  /** Each datagram received tells its destination address (FreeBSD, macOS). */
  IP_RECVDSTADDR: { level: 'IPPROTO_IP', kind: bool },
  /** Each datagram received tells its interface (FreeBSD, macOS, Windows). */
  IP_RECVIF: { level: 'IPPROTO_IP', kind: bool },

  /** Addresses can be bound that the host has not, or not yet. */
  IP_FREEBIND: { level: 'IPPROTO_IP', kind: bool },
  /** Addresses of other hosts can be bound, for proxies. Needs CAP_NET_ADMIN. */
  IP_TRANSPARENT: { level: 'IPPROTO_IP', kind: bool },
  /** Binding to port 0 leaves the choice of a port to connect. */
  IP_BIND_ADDRESS_NO_PORT: { level: 'IPPROTO_IP', kind: bool },
  /** The ports that the kernel chooses from where none is given. */
  IP_LOCAL_PORT_RANGE: { level: 'IPPROTO_IP', kind: portRange },
  /** The interface that unicast leaves by; 0 for the routes' own choice. */
  IP_UNICAST_IF: { level: 'IPPROTO_IP', kind: indexInNetworkOrder },
  /** The interface that packets leave by (macOS). */
  IP_BOUND_IF: { level: 'IPPROTO_IP', kind: index },

  /** The interface that multicast leaves by: written as index, name or address, read as address. */
  IP_MULTICAST_IF: { level: 'IPPROTO_IP', kind: outgoingInterface },
  /** The time to live of multicast sent: 0 (stays on the host) to 255. */
  IP_MULTICAST_TTL: { level: 'IPPROTO_IP', kind: int },
  /** The host's own members receive the multicast that it sends. On Windows it is the receiver's option. */
  IP_MULTICAST_LOOP: { level: 'IPPROTO_IP', kind: bool },
  /** The socket receives from every group that anybody on the host has joined, as is the rule; false: from those that it has joined itself. */
  IP_MULTICAST_ALL: { level: 'IPPROTO_IP', kind: bool },

  /** Joins a group, on an interface by index, name or address. EADDRINUSE: joined already; ENODEV: no such interface. */
  IP_ADD_MEMBERSHIP: { level: 'IPPROTO_IP', kind: writeOnly(membership) },
  /** Leaves a group. EADDRNOTAVAIL: not joined. */
  IP_DROP_MEMBERSHIP: { level: 'IPPROTO_IP', kind: writeOnly(membership) },
  /** Joins a group for what one source sends; the interface by its address. */
  IP_ADD_SOURCE_MEMBERSHIP: { level: 'IPPROTO_IP', kind: writeOnly(sourceMembership) },
  IP_DROP_SOURCE_MEMBERSHIP: { level: 'IPPROTO_IP', kind: writeOnly(sourceMembership) },
  /** Of a group that is joined, no longer receives what one source sends. */
  IP_BLOCK_SOURCE: { level: 'IPPROTO_IP', kind: writeOnly(sourceMembership) },
  IP_UNBLOCK_SOURCE: { level: 'IPPROTO_IP', kind: writeOnly(sourceMembership) },

  /** Joins a group of either family, on an interface by index or name. RFC 3678 */
  MCAST_JOIN_GROUP: { level: levelOfGroup, kind: writeOnly(group) },
  MCAST_LEAVE_GROUP: { level: levelOfGroup, kind: writeOnly(group) },
  /** Joins a group of either family for what one source sends. */
  MCAST_JOIN_SOURCE_GROUP: { level: levelOfGroup, kind: writeOnly(sourceGroup) },
  MCAST_LEAVE_SOURCE_GROUP: { level: levelOfGroup, kind: writeOnly(sourceGroup) },
  /** Of a group of either family that is joined, no longer receives what one source sends. */
  MCAST_BLOCK_SOURCE: { level: levelOfGroup, kind: writeOnly(sourceGroup) },
  MCAST_UNBLOCK_SOURCE: { level: levelOfGroup, kind: writeOnly(sourceGroup) },
} as const satisfies Entries
