import type { Address, ControlMessage, Platform, QueuedError, ReceivedMessage, Timestamping } from '@sendto/core'

/** A datagram did not arrive, and an ICMP error says so: the event `unreachable`. RFC 792, RFC 4443 */
export interface Unreachable {
  /** What the kernel makes of it: `ECONNREFUSED` for a closed port, `EHOSTUNREACH` also for a hop limit that ended on the way, `ENETUNREACH`, `EACCES`, `EPROTO` and others. */
  readonly code: string
  /** The type of the ICMP message: 3 and others for IPv4, 1 and others for IPv6. */
  readonly type: number
  /** The code of the ICMP message, which its type gives a meaning. */
  readonly icmpCode: number
  /** Where the datagram was sent to. */
  readonly destination: Address
  /** Who says so: the destination itself, or a router on the way. Its port is 0. */
  readonly offender: Address | null
  /** What the ICMP message quotes of the datagram's data, which may be nothing. */
  readonly data: Uint8Array
}

/** A datagram was longer than its path takes: the event `tooBig`. RFC 1191, RFC 8201 */
export interface TooBig {
  /** The MTU of the next hop, in bytes, headers included; 0 where a router did not tell. */
  readonly mtu: number
  /** Where the datagram was sent to. Linux does not tell the port, which is 0 then, where a datagram of an unconnected IPv4 socket does not leave this host. */
  readonly destination: Address
  /** The router that could not pass it on; null where this host knew without sending. Its port is 0. */
  readonly offender: Address | null
  /** What the ICMP message quotes of the datagram's data, which may be nothing. */
  readonly data: Uint8Array
}

/** A message has left, or is on its way out: the event `transmitted`. (Linux: networking/timestamping.) */
export interface Transmitted {
  /**
   * The number of the message, counted from 0 since SO_TIMESTAMPING had OPT_ID, modulo 2^32; 0 without OPT_ID. What was not taken by a send has none, and datagrams that left joined are
   * one message.
   */
  readonly id: number
  /** `scheduled`: it came to the queue of the device; `sent`: it was given to the device; `completed`: the device has sent it. A number is a stage that has no word here. */
  readonly stage: 'scheduled' | 'sent' | 'acknowledged' | 'completed' | number
  /** By the kernel's clock, in nanoseconds since 1970; null if it took none. */
  readonly software: bigint | null
  /** By the clock of the network device, in its nanoseconds; null if it took none. */
  readonly hardware: bigint | null
  /** The message as it left, with the headers of its packet; nothing with OPT_TSONLY. */
  readonly data: Uint8Array
}

/** The events of the error queue, by name. */
export interface QueuedEvents {
  readonly unreachable: Unreachable
  readonly tooBig: TooBig
  readonly transmitted: Transmitted
}

/** What the numbers of stages stand for. */
export type Stages = ReadonlyMap<number | undefined, Transmitted['stage']>

export function stagesOf({ constants }: Platform): Stages {
  return new Map([
    [constants.SCM_TSTAMP_SCHED, 'scheduled'],
    [constants.SCM_TSTAMP_SND, 'sent'],
    [constants.SCM_TSTAMP_ACK, 'acknowledged'],
    [constants.SCM_TSTAMP_COMPLETION, 'completed'],
  ])
}

/** An event that waits to be told. */
export type QueuedEvent = {
  readonly [Name in keyof QueuedEvents]: { name: Name; event: QueuedEvents[Name] }
}[keyof QueuedEvents]

/** The record that a message of the error queue brings. */
export function recordOf({ control }: ReceivedMessage): QueuedError | null {
  return control.find(isError) ?? null
}

/** Whether an ICMP message came in; this host's own errors are told by the call that meets them. */
export function isIcmp({ origin }: QueuedError): boolean {
  return origin === 'icmp' || origin === 'icmp6'
}

/**
 * The event that a record becomes; null for what is no error of a datagram's way and no timestamp either.
 * @param data what came with the record, copied if it is needed
 */
export function eventOf(
  record: QueuedError,
  message: ReceivedMessage,
  stages: Stages,
  data: () => Uint8Array,
): QueuedEvent | null {
  if (record.origin === 'timestamping') {
    const { software = null, hardware = null } = message.control.find(isTimestamping) ?? {}
    const { data: id, info } = record
    return { name: 'transmitted', event: { id, stage: stages.get(info) ?? info, software, hardware, data: data() } }
  }
  const { from: destination } = message
  if (destination === null || !(record.origin === 'local' || isIcmp(record))) return null
  return icmpEvent(record, destination, data())
}

function icmpEvent(
  { error: { code }, type, code: icmpCode, info: mtu, offender }: QueuedError,
  destination: Address,
  data: Uint8Array,
): QueuedEvent {
  if (code === 'EMSGSIZE') return { name: 'tooBig', event: { mtu, destination, offender, data } }
  return { name: 'unreachable', event: { code, type, icmpCode, destination, offender, data } }
}

function isError(message: ControlMessage): message is QueuedError {
  return message.kind === 'error'
}

function isTimestamping(message: ControlMessage): message is Timestamping {
  return message.kind === 'timestamping'
}
