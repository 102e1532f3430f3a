import {
  type Backend,
  checkBoolean,
  checkInteger,
  checkObject,
  invalidArgType,
  invalidArgValue,
  type OptionInput,
  optionTable,
  type WritableOption,
} from '@sendto/core'
import { checkPathMtuDiscovery, type PathMtuDiscovery } from './path-mtu.js'
import { checkInfo, type InfoOptions } from './receive/info.js'
import { checkSendLimits, type SendLimits } from './send/limits.js'
import { checkStatistics } from './statistics.js'

/** Socket options by the names of their constants: `{ SO_RCVBUF: 2 ** 20 }`. */
export type NamedOptions = { readonly [Name in WritableOption]?: OptionInput<Name> | undefined }

/** What every socket can be opened with. */
export interface SocketOptions extends SendLimits {
  /** Makes the system calls. */
  readonly backend?: Backend | undefined
  /** Closes the socket when it is aborted. */
  readonly signal?: AbortSignal | undefined
  /** Options of core's table, set before the socket is bound. */
  readonly options?: NamedOptions | undefined
  /**
   * Tells the ICMP errors that datagrams have met, by the events `unreachable` and `tooBig` (IP_RECVERR, IPV6_RECVERR; Linux). They then fail no call, not on a connected socket
   * either, and the socket keeps the thread alive until it is closed or told not to. Timestamps of what was sent, which come the same way where SO_TIMESTAMPING asks for them, are told by the
   * event `transmitted`. What else comes by the error queue is lost. False unless given.
   */
  readonly icmpErrors?: boolean | undefined
  /** What is to be told of each datagram beside its data and sender. */
  readonly info?: InfoOptions | undefined
  /** Has the kernel join datagrams of one sender and hand them over as one (UDP_GRO); they are shown as they were sent. True unless given, where there is such a thing. */
  readonly receiveOffload?: boolean | undefined
  /** Reading stops while so many datagrams wait for `receive` or an iterator: the kernel then queues, drops and counts. 1024 unless given. */
  readonly receiveQueue?: number | undefined
  /** After so many datagrams the event loop has its turn. 256 unless given. */
  readonly datagramsPerTurn?: number | undefined
  /**
   * For so many microseconds the datagrams of a dense stream may wait for others, so that one wake-up of the loop brings many: once they would wake it more often than that, to a socket that
   * sends nothing itself, and no longer than a third of the receive buffer takes to fill up. 0: each is told of at once. 128 unless given.
   */
  readonly coalesce?: number | undefined
  /**
   * For so many microseconds after each wake-up that has brought something the event loop of the thread turns without sleeping: what comes meanwhile is not kept waiting until the core has woken
   * up, which takes longer than most answers do. It takes the core's whole time, from everybody else too who would run on it. 0 unless given.
   */
  readonly spin?: number | undefined
  /** Counters to go on with, those of a socket whose place this one takes; over a SharedArrayBuffer other threads can read them. The socket has new ones unless they are given. */
  readonly statistics?: Float64Array | undefined
}

/** What a socket of an Internet family, or a Unix one, can be opened with. */
export interface OpenOptions extends SocketOptions {
  /** `icmp`: an ICMP socket, whose port is the identifier of its echo requests (icmp(7)). `udp` unless given. */
  readonly protocol?: 'udp' | 'icmp' | undefined
  /** SO_REUSEADDR */
  readonly reuseAddress?: boolean | undefined
  /** SO_REUSEPORT */
  readonly reusePort?: boolean | undefined
  /** IPV6_V6ONLY: false has an IPv6 socket speak IPv4 too. The system's own choice unless given. */
  readonly ipv6Only?: boolean | undefined
  /** SO_BROADCAST */
  readonly broadcast?: boolean | undefined
  /**
   * What is done with datagrams that are longer than their path takes: IP_MTU_DISCOVER and IPV6_MTU_DISCOVER (Linux). `DO` and `PROBE` never fragment them, and answer `EMSGSIZE` above
   * the MTU of the path, or of the first link; `DONT` fragments. The system's own choice unless given.
   */
  readonly pathMtuDiscovery?: PathMtuDiscovery | undefined
}

export type BindOptions = OpenOptions

export interface ConnectOptions extends OpenOptions {
  /** The address to send from; the system chooses unless given. */
  readonly localAddress?: import('@sendto/core').AddressInit | string | undefined
}

const flags = ['icmpErrors', 'receiveOffload', 'reuseAddress', 'reusePort', 'ipv6Only', 'broadcast'] as const

/** Refuses what could not be meant, before anything is opened. */
export function checkOptions(options: OpenOptions): void {
  checkObject('options', options)
  for (const name of flags) if (options[name] !== undefined) checkBoolean(`options.${name}`, options[name])
  const { signal, protocol, receiveQueue, datagramsPerTurn, coalesce, spin, pathMtuDiscovery, options: named } = options
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalidArgType('options.signal', 'an AbortSignal', signal)
  }
  if (protocol !== undefined && protocol !== 'udp' && protocol !== 'icmp') {
    throw invalidArgValue('options.protocol', "must be 'udp' or 'icmp'", protocol)
  }
  if (options.statistics !== undefined) checkStatistics('options.statistics', options.statistics)
  checkInfo(options.info)
  if (receiveQueue !== undefined) checkInteger('options.receiveQueue', receiveQueue, 1, 2 ** 31 - 1)
  if (datagramsPerTurn !== undefined) checkInteger('options.datagramsPerTurn', datagramsPerTurn, 1, 2 ** 31 - 1)
  if (coalesce !== undefined) checkInteger('options.coalesce', coalesce, 0, 999_999)
  if (spin !== undefined) checkInteger('options.spin', spin, 0, 999_999)
  if (pathMtuDiscovery !== undefined) checkPathMtuDiscovery('options.pathMtuDiscovery', pathMtuDiscovery)
  checkSendLimits(options)
  if (named === undefined) return
  checkObject('options.options', named)
  for (const name of Object.keys(named)) {
    if (!Object.hasOwn(optionTable, name))
      throw invalidArgValue('options.options', 'must have names of socket options', name)
  }
}
