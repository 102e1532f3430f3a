/** Options and control messages of the level IPPROTO_IP, ip(7). */
export interface InternetOptions {
  readonly IP_TOS: number
  readonly IP_TTL: number
  readonly IP_HDRINCL: number
  readonly IP_OPTIONS: number
  readonly IP_ROUTER_ALERT: number | undefined
  readonly IP_RECVOPTS: number | undefined
  readonly IP_RETOPTS: number | undefined
  readonly IP_PKTINFO: number | undefined
  readonly IP_MTU_DISCOVER: number | undefined
  readonly IP_RECVERR: number | undefined
  readonly IP_RECVTTL: number
  readonly IP_RECVTOS: number
  readonly IP_MTU: number | undefined
  readonly IP_FREEBIND: number | undefined
  readonly IP_PASSSEC: number | undefined
  readonly IP_TRANSPARENT: number | undefined
  readonly IP_ORIGDSTADDR: number | undefined
  readonly IP_RECVORIGDSTADDR: number | undefined
  readonly IP_MINTTL: number | undefined
  readonly IP_NODEFRAG: number | undefined
  readonly IP_CHECKSUM: number | undefined
  readonly IP_BIND_ADDRESS_NO_PORT: number | undefined
  readonly IP_RECVFRAGSIZE: number | undefined
  readonly IP_RECVERR_RFC4884: number | undefined
  readonly IP_UNICAST_IF: number | undefined
  readonly IP_LOCAL_PORT_RANGE: number | undefined
  readonly IP_DONTFRAG: number | undefined
  readonly IP_DONTFRAGMENT: number | undefined
  readonly IP_RECVDSTADDR: number | undefined
  readonly IP_SENDSRCADDR: number | undefined
  readonly IP_RECVIF: number | undefined
  readonly IP_BOUND_IF: number | undefined
  readonly IP_PORTRANGE: number | undefined
  readonly IP_BINDANY: number | undefined
  readonly IP_ONESBCAST: number | undefined
  readonly IP_ECN: number | undefined
  readonly IP_RECVECN: number | undefined
  readonly IP_RECEIVE_BROADCAST: number | undefined
  readonly IP_USER_MTU: number | undefined
}

/** Values of IP_MTU_DISCOVER; those of IPV6_MTU_DISCOVER are the same numbers. */
export interface PathMtuDiscovery {
  readonly IP_PMTUDISC_DONT: number | undefined
  readonly IP_PMTUDISC_WANT: number | undefined
  readonly IP_PMTUDISC_DO: number | undefined
  readonly IP_PMTUDISC_PROBE: number | undefined
  readonly IP_PMTUDISC_INTERFACE: number | undefined
  readonly IP_PMTUDISC_OMIT: number | undefined
}

/** Multicast options of the level IPPROTO_IP, ip(7), RFC 1112, RFC 3678. */
export interface InternetMulticastOptions {
  readonly IP_MULTICAST_IF: number
  readonly IP_MULTICAST_TTL: number
  readonly IP_MULTICAST_LOOP: number
  readonly IP_ADD_MEMBERSHIP: number
  readonly IP_DROP_MEMBERSHIP: number
  readonly IP_UNBLOCK_SOURCE: number
  readonly IP_BLOCK_SOURCE: number
  readonly IP_ADD_SOURCE_MEMBERSHIP: number
  readonly IP_DROP_SOURCE_MEMBERSHIP: number
  readonly IP_MSFILTER: number | undefined
  readonly IP_MULTICAST_ALL: number | undefined
  readonly IP_MULTICAST_IFINDEX: number | undefined
}

/** Multicast by interface index, for both levels IPPROTO_IP and IPPROTO_IPV6, RFC 3678. */
export interface MulticastGroups {
  readonly MCAST_JOIN_GROUP: number
  readonly MCAST_BLOCK_SOURCE: number
  readonly MCAST_UNBLOCK_SOURCE: number
  readonly MCAST_LEAVE_GROUP: number
  readonly MCAST_JOIN_SOURCE_GROUP: number
  readonly MCAST_LEAVE_SOURCE_GROUP: number
  readonly MCAST_MSFILTER: number | undefined
  readonly MCAST_EXCLUDE: number
  readonly MCAST_INCLUDE: number
}

/** Options and control messages of the level IPPROTO_IPV6, ipv6(7), RFC 3493, RFC 3542. */
export interface Internet6Options {
  readonly IPV6_CHECKSUM: number
  readonly IPV6_FLOWINFO: number | undefined
  readonly IPV6_UNICAST_HOPS: number
  readonly IPV6_ROUTER_ALERT: number | undefined
  readonly IPV6_MTU_DISCOVER: number | undefined
  readonly IPV6_MTU: number | undefined
  readonly IPV6_RECVERR: number | undefined
  readonly IPV6_V6ONLY: number
  readonly IPV6_RECVERR_RFC4884: number | undefined
  readonly IPV6_FLOWLABEL_MGR: number | undefined
  readonly IPV6_FLOWINFO_SEND: number | undefined
  readonly IPV6_HDRINCL: number | undefined
  readonly IPV6_RECVPKTINFO: number | undefined
  readonly IPV6_PKTINFO: number
  readonly IPV6_RECVHOPLIMIT: number | undefined
  readonly IPV6_HOPLIMIT: number
  readonly IPV6_RECVHOPOPTS: number | undefined
  readonly IPV6_HOPOPTS: number
  readonly IPV6_RTHDRDSTOPTS: number | undefined
  readonly IPV6_RECVRTHDR: number
  readonly IPV6_RTHDR: number
  readonly IPV6_RECVDSTOPTS: number | undefined
  readonly IPV6_DSTOPTS: number | undefined
  readonly IPV6_RECVPATHMTU: number | undefined
  readonly IPV6_PATHMTU: number | undefined
  readonly IPV6_DONTFRAG: number
  readonly IPV6_RECVTCLASS: number
  readonly IPV6_TCLASS: number
  readonly IPV6_AUTOFLOWLABEL: number | undefined
  readonly IPV6_ADDR_PREFERENCES: number | undefined
  readonly IPV6_MINHOPCOUNT: number | undefined
  readonly IPV6_ORIGDSTADDR: number | undefined
  readonly IPV6_RECVORIGDSTADDR: number | undefined
  readonly IPV6_TRANSPARENT: number | undefined
  readonly IPV6_UNICAST_IF: number | undefined
  readonly IPV6_RECVFRAGSIZE: number | undefined
  readonly IPV6_FREEBIND: number | undefined
  readonly IPV6_NEXTHOP: number | undefined
  readonly IPV6_USE_MIN_MTU: number | undefined
  readonly IPV6_BOUND_IF: number | undefined
  readonly IPV6_PREFER_TEMPADDR: number | undefined
  readonly IPV6_BINDANY: number | undefined
  readonly IPV6_RECVIF: number | undefined
  readonly IPV6_ECN: number | undefined
  readonly IPV6_RECVECN: number | undefined
  readonly IPV6_USER_MTU: number | undefined
}

/** Values of IPV6_MTU_DISCOVER. */
export interface Internet6PathMtuDiscovery {
  readonly IPV6_PMTUDISC_DONT: number | undefined
  readonly IPV6_PMTUDISC_WANT: number | undefined
  readonly IPV6_PMTUDISC_DO: number | undefined
  readonly IPV6_PMTUDISC_PROBE: number | undefined
  readonly IPV6_PMTUDISC_INTERFACE: number | undefined
  readonly IPV6_PMTUDISC_OMIT: number | undefined
}

/** Multicast options of the level IPPROTO_IPV6, RFC 3493. */
export interface Internet6MulticastOptions {
  readonly IPV6_MULTICAST_IF: number
  readonly IPV6_MULTICAST_HOPS: number
  readonly IPV6_MULTICAST_LOOP: number
  readonly IPV6_JOIN_GROUP: number
  readonly IPV6_LEAVE_GROUP: number
  readonly IPV6_ADD_MEMBERSHIP: number | undefined
  readonly IPV6_DROP_MEMBERSHIP: number | undefined
  readonly IPV6_MULTICAST_ALL: number | undefined
}

/** Options and control messages of the level IPPROTO_UDP, udp(7). */
export interface DatagramOptions {
  readonly UDP_CORK: number | undefined
  readonly UDP_ENCAP: number | undefined
  readonly UDP_NO_CHECK6_TX: number | undefined
  readonly UDP_NO_CHECK6_RX: number | undefined
  readonly UDP_SEGMENT: number | undefined
  readonly UDP_GRO: number | undefined
  readonly UDP_ENCAP_ESPINUDP_NON_IKE: number | undefined
  readonly UDP_ENCAP_ESPINUDP: number | undefined
  readonly UDP_ENCAP_L2TPINUDP: number | undefined
  readonly UDPLITE_SEND_CSCOV: number | undefined
  readonly UDPLITE_RECV_CSCOV: number | undefined
  readonly UDP_NOCKSUM: number | undefined
  readonly UDP_NOCHECKSUM: number | undefined
  readonly UDP_SEND_MSG_SIZE: number | undefined
  readonly UDP_RECV_MAX_COALESCED_SIZE: number | undefined
  readonly UDP_COALESCED_INFO: number | undefined
}

/** Options of raw sockets: SOL_RAW, SOL_ICMPV6, raw(7), RFC 3542; SOL_PACKET, packet(7); SOL_NETLINK, netlink(7). */
export interface RawOptions {
  readonly SOL_RAW: number | undefined
  readonly ICMP_FILTER: number | undefined
  readonly ICMP6_FILTER: number | undefined
  readonly SOL_PACKET: number | undefined
  readonly SOL_NETLINK: number | undefined
}

/** Numbers of the internet protocols: the options and control messages of IPv4, IPv6, UDP and raw sockets. */
export interface InternetConstants
  extends InternetOptions,
    PathMtuDiscovery,
    InternetMulticastOptions,
    MulticastGroups,
    Internet6Options,
    Internet6PathMtuDiscovery,
    Internet6MulticastOptions,
    DatagramOptions,
    RawOptions {}
