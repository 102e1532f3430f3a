import type { Address } from '../address/address.js'

/** The address families that control messages of the internet protocols come in: ip(7) or ipv6(7). */
export type InternetFamily = 'IPv4' | 'IPv6'

/** What came beside the data of a received message. Tell them apart by `kind`; more kinds will join. */
export type ControlMessage =
  | PacketInfo
  | TrafficClass
  | HopLimit
  | SegmentSize
  | Timestamp
  | Timestamping
  | Drops
  | QueuedError
  | PathMtu
  | Rights
  | ProcessDescriptor
  | Credentials
  | RawControl

/**
 * Where a datagram was sent to, and by which interface it came. IP_PKTINFO of ip(7) (Linux, macOS, Windows), IP_RECVDSTADDR (FreeBSD), IPV6_PKTINFO of RFC 3542.
 * On an IPv6 socket IPv4 addresses are mapped: `::ffff:192.0.2.1`.
 */
export interface PacketInfo {
  readonly kind: 'packetInfo'
  readonly family: InternetFamily
  /** The destination in the datagram's header; a multicast or broadcast address perhaps. */
  readonly to: string
  /** This host's own address, from which an answer should come; null where a datagram to a multicast group does not tell. */
  readonly local: string | null
  /** The index of the interface; 0 where the system does not tell. */
  readonly interface: number
}

/** The traffic class of a datagram. IP_RECVTOS of ip(7), IPV6_RECVTCLASS of RFC 3542. */
export interface TrafficClass {
  readonly kind: 'trafficClass'
  readonly family: InternetFamily
  /** The whole byte: 0 to 255. */
  readonly trafficClass: number
  /** Its upper six bits: the code point of RFC 2474. */
  readonly dscp: number
  /** Its lower two bits: the codepoint of RFC 3168. 0: not ECN-capable; 1: ECT(1); 2: ECT(0); 3: congestion experienced. */
  readonly ecn: number
}

/** The TTL or hop limit that a datagram arrived with, 0 to 255. IP_RECVTTL of ip(7), IPV6_RECVHOPLIMIT of RFC 3542. */
export interface HopLimit {
  readonly kind: 'hopLimit'
  readonly family: InternetFamily
  readonly hopLimit: number
}

/** The kernel has joined datagrams of this size, of which the last may be shorter. UDP_GRO of udp(7). (Linux.) */
export interface SegmentSize {
  readonly kind: 'segmentSize'
  /** In bytes. */
  readonly segmentSize: number
}

/** When the kernel received a datagram. SO_TIMESTAMPNS of socket(7); SO_TIMESTAMP, in steps of a microsecond. */
export interface Timestamp {
  readonly kind: 'timestamp'
  /** In nanoseconds since 1970. */
  readonly timestamp: bigint
}

/** When a datagram was received, or on the error queue: when it was sent. SO_TIMESTAMPING. (Linux: networking/timestamping.) */
export interface Timestamping {
  readonly kind: 'timestamping'
  /** By the kernel's clock, in nanoseconds since 1970; null if it took none. */
  readonly software: bigint | null
  /** By the clock of the network device, in its nanoseconds; null if it took none. */
  readonly hardware: bigint | null
}

/** How many messages the socket had lost, for want of room, when this one came. SO_RXQ_OVFL of socket(7). (Linux.) */
export interface Drops {
  readonly kind: 'drops'
  /** Since the socket was opened, modulo 2^32. A message that the kernel had joined (UDP_GRO) counts once. */
  readonly drops: number
}

/**
 * A record of the error queue (`sock_extended_err`), which comes with a message that is received with MSG_ERRQUEUE. IP_RECVERR of ip(7), IPV6_RECVERR of ipv6(7).
 * The message's data is what was sent, as far as it was quoted, and `from` is where it was sent to. (Linux.)
 */
export interface QueuedError {
  readonly kind: 'error'
  readonly family: InternetFamily
  /** The error as `SyscallError` has it: `{ code: 'ECONNREFUSED', errno: -111 }`; `ENOMSG` for a timestamp. */
  readonly error: { readonly code: string; readonly errno: number }
  /** Who says it; a number that has no word here is handed over as it is. */
  readonly origin: ErrorOrigin | number
  /** Of an ICMP error, its type. */
  readonly type: number
  /** Of an ICMP error, its code. */
  readonly code: number
  /** For `EMSGSIZE`, the MTU of the next hop; for a timestamp, the stage: SCM_TSTAMP_SND and others. */
  readonly info: number
  /** For a timestamp with SOF_TIMESTAMPING_OPT_ID, the number of the datagram, counted from 0 by the socket. */
  readonly data: number
  /** The host that sent the ICMP error; null if there is none. */
  readonly offender: Address | null
}

/** `local`: this host's network stack; `icmp`, `icmp6`: an ICMP error came in; `timestamping`: the time at which a datagram was sent. */
export type ErrorOrigin = 'none' | 'local' | 'icmp' | 'icmp6' | 'timestamping' | 'zerocopy' | 'txtime'

/** A datagram to `to` was larger than its path's MTU, which is this. IPV6_RECVPATHMTU of RFC 3542. */
export interface PathMtu {
  readonly kind: 'pathMtu'
  readonly to: Address | null
  /** In bytes. */
  readonly mtu: number
}

/** Descriptors that were passed over a Unix socket. SCM_RIGHTS of unix(7). */
export interface Rights {
  readonly kind: 'rights'
  /** Those that are now open in this process, close-on-exec, and the program's to close. */
  readonly descriptors: readonly number[]
  /** How many came and were closed at once: nobody had asked for them, or the message that brought them was truncated. */
  readonly closed: number
}

/** A descriptor of the process that sent the message. SO_PASSPIDFD of unix(7). (Linux.) */
export interface ProcessDescriptor {
  readonly kind: 'pidfd'
  /** As in `Rights`; null if it was closed, or the kernel had none to give. */
  readonly descriptor: number | null
}

/** Who sent a message over a Unix socket. SCM_CREDENTIALS of unix(7). (Linux.) */
export interface Credentials {
  readonly kind: 'credentials'
  readonly pid: number
  readonly uid: number
  readonly gid: number
}

/** Any other control message, cmsg(3), and any of the above with data that is too short for it. */
export interface RawControl {
  readonly kind: 'raw'
  readonly level: number
  readonly type: number
  readonly data: Uint8Array
}
