import { invalidArgValue } from '../argument-errors.js'
import type { Destination } from '../name.js'
import { checkInteger, checkString } from '../validate.js'
import { parseIPv4 } from './ipv4.js'
import { formatIPv6, parseIPv6 } from './ipv6.js'

/**
 * An Internet address as a program writes it. The family follows from the text; where it is given, it must agree.
 *
 * `address` is an IPv4 or IPv6 literal; an IPv6 one may end in a zone, which says the same as `scopeId`: the index of an interface, `fe80::1%2`, or its
 * name, `fe80::1%eth0`. A name is looked up each time that the address is used, since it may pass to another interface. A zone of digits is an index.
 *
 * `port` is 0 to 65535. `flowInfo` (0 to 2^28 - 1: traffic class and flow label) and `scopeId` (an interface index, 0 to 2^32 - 1) are those of
 * `sockaddr_in6`, RFC 3493, and 0 unless given.
 */
export interface InetAddressInit {
  readonly address: string
  readonly port: number
  readonly family?: 'IPv4' | 'IPv6' | undefined
  readonly flowInfo?: number | undefined
  readonly scopeId?: number | undefined
  readonly path?: undefined
  readonly abstract?: undefined
  readonly bytes?: undefined
}

/** Tells the index of a network interface, if_nametoindex(3), or throws. */
export type InterfaceIndex = (name: string) => number

/** An IPv4 address and port; frozen. */
export class Inet4Address implements InetAddressInit {
  readonly family = 'IPv4'
  readonly address: string
  readonly port: number
  /** Belongs to Unix sockets. */
  declare readonly path?: undefined
  /** Belongs to Unix sockets. */
  declare readonly abstract?: undefined
  /** Belongs to `RawAddress`. */
  declare readonly bytes?: undefined

  /**
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: not an IPv4 literal
   * @throws RangeError `ERR_OUT_OF_RANGE`: the port
   */
  constructor(address: string, port: number) {
    checkString('address', address)
    if (!parseIPv4(address, new Uint8Array(4), 0)) throw invalidArgValue('address', 'must be an IPv4 address', address)
    checkPort('port', port)
    this.address = address
    this.port = port
    Object.freeze(this)
  }

  /** `127.0.0.1:8080` */
  toString(): string {
    return `${this.address}:${this.port}`
  }
}

/** An IPv6 address and port, with flow information and scope; frozen. The text is in canonical form (RFC 5952), without a zone. */
export class Inet6Address implements InetAddressInit {
  readonly family = 'IPv6'
  readonly address: string
  readonly port: number
  readonly flowInfo: number
  readonly scopeId: number
  /** Belongs to Unix sockets. */
  declare readonly path?: undefined
  /** Belongs to Unix sockets. */
  declare readonly abstract?: undefined
  /** Belongs to `RawAddress`. */
  declare readonly bytes?: undefined

  /**
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: not an IPv6 literal, or a zone that contradicts `scopeId` or is the name of an interface
   * @throws RangeError `ERR_OUT_OF_RANGE`: the port, the flow information, the scope
   */
  constructor(address: string, port: number, { flowInfo, scopeId }: Inet6Extras = {}) {
    checkString('address', address)
    const bytes = new Uint8Array(16)
    const fields = checkInet6({ address, port, flowInfo, scopeId }, bytes, '', null)
    if (fields === null) throw invalidArgValue('address', 'must be an IPv6 address', address)
    this.address = formatIPv6(bytes, 0)
    this.port = port
    this.flowInfo = fields.flowInfo
    this.scopeId = fields.scopeId
    Object.freeze(this)
  }

  /** `[2001:db8::1]:53`, `[fe80::1%2]:53` */
  toString(): string {
    const zone = this.scopeId === 0 ? '' : `%${this.scopeId}`
    return `[${this.address}${zone}]:${this.port}`
  }
}

type Inet6Extras = Pick<InetAddressInit, 'flowInfo' | 'scopeId'>

interface Inet6Fields {
  readonly flowInfo: number
  readonly scopeId: number
}

/** The fields of a `sockaddr_in` or `sockaddr_in6`: what an `InetAddressInit` says, checked. */
export type InetFields =
  | { readonly family: 'IPv4'; readonly port: number; readonly bytes: Uint8Array }
  | ({ readonly family: 'IPv6'; readonly port: number; readonly bytes: Uint8Array } & Inet6Fields)

// RFC 4291, 2.5.5.2: an IPv4 address as an IPv6 socket has it.
const mapped = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])

/** What a sender needs to know of an address. */
export function destinationOf({ family, bytes }: InetFields): Destination {
  const isMapped = family === 'IPv6' && mapped.every((byte, index) => bytes[index] === byte)
  if (family === 'IPv6' && !isMapped) return { family, unicast: bytes[0] !== 0xff, mayBroadcast: false }
  const inet = isMapped ? bytes.subarray(mapped.length) : bytes
  const isMulticast = ((inet[0] as number) & 0xf0) === 0xe0
  // A network with such an address has two bits for its hosts at least, and all of them are set, or, as it once was, none.
  const last = (inet[3] as number) & 3
  return {
    family: 'IPv4',
    unicast: !isMulticast && inet.some((byte) => byte !== 0xff),
    mayBroadcast: last === 3 || last === 0,
  }
}

/**
 * Checks an Internet address that a program wrote.
 * @param argument what errors call it: `to`
 * @param indexOf for zones that are names of interfaces; without it they are refused
 */
export function checkInet(argument: string, init: InetAddressInit, indexOf: InterfaceIndex | null = null): InetFields {
  const prefix = `${argument}.`
  checkString(`${prefix}address`, init.address)
  if (init.family !== undefined && init.family !== 'IPv4' && init.family !== 'IPv6') {
    throw invalidArgValue(`${prefix}family`, "must be 'IPv4' or 'IPv6'", init.family)
  }
  const bytes = new Uint8Array(16)
  if (init.family !== 'IPv6' && parseIPv4(init.address, bytes, 0)) {
    checkPort(`${prefix}port`, init.port)
    for (const field of ['flowInfo', 'scopeId'] as const) {
      if (init[field]) throw invalidArgValue(`${prefix}${field}`, 'belongs to IPv6 addresses alone', init[field])
    }
    return { family: 'IPv4', port: init.port, bytes: bytes.subarray(0, 4) }
  }
  const fields = init.family === 'IPv4' ? null : checkInet6(init, bytes, prefix, indexOf)
  if (fields !== null) return { family: 'IPv6', port: init.port, bytes, ...fields }
  throw invalidArgValue(`${prefix}address`, `must be an ${init.family ?? 'IPv4 or IPv6'} address`, init.address)
}

/** Parses the text into `bytes` and checks the rest; null if the text is no IPv6 address. */
function checkInet6(
  init: InetAddressInit,
  bytes: Uint8Array,
  prefix: string,
  indexOf: InterfaceIndex | null,
): Inet6Fields | null {
  const percent = init.address.indexOf('%')
  const literal = percent < 0 ? init.address : init.address.slice(0, percent)
  if (!parseIPv6(literal, bytes, 0)) return null
  checkPort(`${prefix}port`, init.port)
  const flowInfo = init.flowInfo ?? 0
  checkInteger(`${prefix}flowInfo`, flowInfo, 0, 2 ** 28 - 1)
  const scopeId = init.scopeId ?? 0
  checkInteger(`${prefix}scopeId`, scopeId, 0, 2 ** 32 - 1)
  if (percent < 0) return { flowInfo, scopeId }
  const zone = parseZone(init.address.slice(percent + 1), indexOf)
  if (zone === null) {
    const kinds = indexOf === null ? 'an interface index' : 'the index or the name of an interface'
    throw invalidArgValue(`${prefix}address`, `must have ${kinds} as its zone`, init.address)
  }
  if (init.scopeId !== undefined && init.scopeId !== zone) {
    throw invalidArgValue(`${prefix}scopeId`, 'must agree with the zone of the address', init.scopeId)
  }
  return { flowInfo, scopeId: zone }
}

function parseZone(text: string, indexOf: InterfaceIndex | null): number | null {
  if (/^\d+$/.test(text)) return Number(text) < 2 ** 32 ? Number(text) : null
  // To C, the name would end at a NUL and be another's.
  return indexOf === null || text === '' || text.includes('\0') ? null : indexOf(text)
}

/** Whether the zone of the address, if it has one, is a name: what it stands for may change. */
export function hasNamedZone(address: string): boolean {
  return /%.*\D/s.test(address)
}

function checkPort(argument: string, port: unknown): void {
  checkInteger(argument, port, 0, 65535)
}
