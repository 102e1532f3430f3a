import type { Address, ControlMessage, QueuedError, ReceivedMessage } from '@sendto/core'

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

/** The events of the error queue, by name. */
export interface QueuedEvents {
  readonly unreachable: Unreachable
  readonly tooBig: TooBig
}

/** An event that waits to be told. */
export type QueuedEvent = {
  readonly [Name in keyof QueuedEvents]: { name: Name; event: QueuedEvents[Name] }
}[keyof QueuedEvents]

/** The record that a message of the error queue brings; null for a timestamp, and whatever else is no error of a datagram's way. */
export function errorOf({ control }: ReceivedMessage): QueuedError | null {
  const record = control.find(isError)
  return record !== undefined && (record.origin === 'local' || isIcmp(record)) ? record : null
}

/** Whether an ICMP message came in; this host's own errors are told by the call that meets them. */
export function isIcmp({ origin }: QueuedError): boolean {
  return origin === 'icmp' || origin === 'icmp6'
}

/** The event that a record becomes. */
export function eventOf(
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
