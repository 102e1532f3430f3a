import type { InternetFamily, RawControl } from './message.js'

/**
 * What a program can say beside the data of a message that it sends. A received control message of a kind that can be sent is one of these too.
 *
 * `family` is that of the destination: 'IPv4' for an IPv4-mapped address on an IPv6 socket too.
 */
export type ControlInit =
  | PacketInfoInit
  | TrafficClassInit
  | HopLimitInit
  | SegmentSizeInit
  | TransmitTimeInit
  | TransmitTimestampsInit
  | RightsInit
  | CredentialsInit
  | RawControl

/** The address that a datagram comes from, and the interface that it leaves by. IP_PKTINFO of ip(7), IPV6_PKTINFO of RFC 3542. */
export interface PacketInfoInit {
  readonly kind: 'packetInfo'
  /** Needed where there is no `local` to tell it. */
  readonly family?: InternetFamily | undefined
  /** The source: an address literal of this host; the kernel's choice if it is null or not given. */
  readonly local?: string | null | undefined
  /** An interface index, 0 to 2^31 - 1. 0, unless given, leaves it to the routing table. */
  readonly interface?: number | undefined
}

/** The traffic class of this one datagram. IP_TOS of ip(7), IPV6_TCLASS of RFC 3542. */
export interface TrafficClassInit {
  readonly kind: 'trafficClass'
  readonly family: InternetFamily
  /** The whole byte: 0 to 255, with the code point of RFC 2474 in its upper six bits and ECN in its lower two. */
  readonly trafficClass: number
}

/** The TTL or hop limit of this one datagram. IP_TTL of ip(7), IPV6_HOPLIMIT of RFC 3542. */
export interface HopLimitInit {
  readonly kind: 'hopLimit'
  readonly family: InternetFamily
  /** 0 to 255; the kernel refuses 0 for IPv4. */
  readonly hopLimit: number
}

/** Cuts the message into datagrams of this size, of which the last may be shorter. UDP_SEGMENT of udp(7). (Linux.) */
export interface SegmentSizeInit {
  readonly kind: 'segmentSize'
  /** In bytes: 0 to 65,535. 0 does not cut. */
  readonly segmentSize: number
}

/** When the datagram is to leave, on a socket with SO_TXTIME. (Linux: tc-etf(8), tc-fq(8).) */
export interface TransmitTimeInit {
  readonly kind: 'transmitTime'
  /** In nanoseconds of the clock that SO_TXTIME names: 0 to 2^64 - 1. */
  readonly transmitTime: bigint
}

/** Asks for timestamps of this one datagram. SO_TIMESTAMPING. (Linux: networking/timestamping.) */
export interface TransmitTimestampsInit {
  readonly kind: 'transmitTimestamps'
  /** A sum of SOF_TIMESTAMPING_TX_SOFTWARE and other flags of transmission. */
  readonly flags: number
}

/** Passes descriptors over a Unix socket. SCM_RIGHTS of unix(7). */
export interface RightsInit {
  readonly kind: 'rights'
  /** Descriptors of this process, which keeps them; Linux takes at most 253. */
  readonly descriptors: readonly number[]
}

/** Who sends the message; the kernel lets only a privileged process lie. SCM_CREDENTIALS of unix(7). (Linux.) */
export interface CredentialsInit {
  readonly kind: 'credentials'
  readonly pid: number
  readonly uid: number
  readonly gid: number
}
