import {
  type AddressInit,
  type ControlInit,
  checkInteger,
  checkObject,
  type InternetFamily,
  invalidArgType,
  invalidArgValue,
  type Name,
} from '@sendto/core'
import type { Handle } from '../handle.js'
import type { Peer } from './peer.js'

/** What can be said of a single datagram; where it is not, the options of the socket hold. */
export interface SendOptions {
  /** Explicit congestion notification, the lower two bits of the traffic class: 0 to 3 (RFC 3168). */
  readonly ecn?: number | undefined
  /** The traffic class, 0 to 255: the code point of RFC 2474 in its upper six bits, and ECN in its lower two unless `ecn` says otherwise. */
  readonly trafficClass?: number | undefined
  /** TTL or hop limit: 0 to 255; the kernel refuses 0 for IPv4. */
  readonly hopLimit?: number | undefined
  /** The source address, one of this host; its port is not looked at. */
  readonly from?: AddressInit | undefined
  /** The interface that the datagram leaves by, as an index or a name. A name is looked up each time. */
  readonly interface?: number | string | undefined
}

interface Said {
  readonly family: InternetFamily
  readonly trafficClass: number | undefined
  readonly hopLimit: number | undefined
  readonly local: string | null
  readonly via: number
}

/** Options of datagrams to control data. What the last datagram asked for is laid out already when the next one asks for the same. */
export class SendOptionsEncoder {
  readonly #handle: Handle
  readonly #peer: Peer
  #last: Said | null = null
  #control: Uint8Array | null = null

  constructor(handle: Handle, peer: Peer) {
    this.#handle = handle
    this.#peer = peer
  }

  /**
   * Control data that does not change any more; null where nothing is asked for.
   * @param argument what errors put before the name of an option: `options.`
   * @param options of which each field is read once
   */
  encode(argument: string, options: SendOptions, name: Name | null): Uint8Array | null {
    const { ecn, trafficClass, hopLimit, from, interface: via } = options
    if (
      ecn === undefined &&
      trafficClass === undefined &&
      hopLimit === undefined &&
      from === undefined &&
      via === undefined
    ) {
      return null
    }
    if (ecn !== undefined) checkUpTo(3, argument, 'ecn', ecn)
    if (trafficClass !== undefined) checkUpTo(255, argument, 'trafficClass', trafficClass)
    if (hopLimit !== undefined) checkUpTo(255, argument, 'hopLimit', hopLimit)
    const source = from === undefined ? null : this.#source(`${argument}from`, from)
    const index = via === undefined ? (source?.interface ?? 0) : this.#interface(argument, via)
    // All getters have run, and could have closed the socket, of which something is asked from here on.
    this.#handle.descriptor.check('sendmsg')
    const family = this.#peer.familyTo(name)
    if (family === null) throw foreign(argument, { ecn, trafficClass, hopLimit, from, interface: via })
    const local = source?.local ?? null
    const whole = ecn === undefined ? trafficClass : this.#trafficClass(family, trafficClass, ecn)
    const last = this.#last
    if (
      last === null ||
      last.family !== family ||
      last.trafficClass !== whole ||
      last.hopLimit !== hopLimit ||
      last.local !== local ||
      last.via !== index
    ) {
      this.#encode({ family, trafficClass: whole, hopLimit, local, via: index })
    }
    return this.#control
  }

  #encode(said: Said): void {
    const { family, trafficClass, hopLimit, local, via } = said
    const control: ControlInit[] = []
    if (trafficClass !== undefined) control.push({ kind: 'trafficClass', family, trafficClass })
    if (hopLimit !== undefined) control.push({ kind: 'hopLimit', family, hopLimit })
    if (local !== null) control.push({ kind: 'packetInfo', local, interface: via })
    else if (via !== 0) control.push({ kind: 'packetInfo', family, interface: via })
    this.#control = control.length === 0 ? null : this.#handle.environment.sending.sends.control('options', control)
    this.#last = said
  }

  /** ECN alone leaves the code point as the socket has it. */
  #trafficClass(family: InternetFamily, trafficClass: number | undefined, ecn: number): number {
    const { sys, fd } = this.#handle
    const whole = trafficClass ?? sys.getOption(fd, family === 'IPv4' ? 'IP_TOS' : 'IPV6_TCLASS')
    return (whole & 0xfc) | ecn
  }

  #source(argument: string, from: AddressInit): { readonly local: string; readonly interface: number } {
    checkObject(argument, from)
    const { address, port = 0, family, scopeId } = from as Extract<AddressInit, { readonly address: string }>
    if (typeof address !== 'string') throw invalidArgType(`${argument}.address`, 'a string', address)
    const { sends } = this.#handle.environment.sending
    const whole = sends.address(sends.name(argument, { address, port, family, scopeId }))
    if (whole?.family === 'IPv6') return { local: whole.address, interface: whole.scopeId }
    return { local: address, interface: 0 }
  }

  #interface(argument: string, via: unknown): number {
    if (typeof via === 'string') return this.#handle.sys.if_nametoindex(via)
    if (typeof via !== 'number') throw invalidArgType(`${argument}interface`, 'an interface index or a name', via)
    checkUpTo(2 ** 31 - 1, argument, 'interface', via)
    return via
  }
}

/** The error for what belongs to Internet sockets alone: the first option that was given. */
function foreign(argument: string, options: SendOptions): TypeError {
  const [option, value] = Object.entries(options).find(([, value]) => value !== undefined) as [string, unknown]
  return invalidArgValue(`${argument}${option}`, 'belongs to Internet sockets', value)
}

// The argument's whole name is put together only where it is needed: nothing is to be allocated for a datagram.
function checkUpTo(most: number, argument: string, option: string, value: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return
  checkInteger(`${argument}${option}`, value, 0, most)
}
