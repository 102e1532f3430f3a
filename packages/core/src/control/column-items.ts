import type { Platform } from '../platform/platform.js'
import type { ColumnsInit } from './columns.js'

/** What a control message has for a column, and in which form. */
export const item = {
  none: 0,
  trafficClass: 1,
  hopLimit: 2,
  /** `in_pktinfo` */
  packetInfo: 3,
  /** `in6_pktinfo` */
  packetInfo6: 4,
  /** The address alone: IP_RECVDSTADDR of the BSDs. */
  destination: 5,
  /** `timeval` */
  microseconds: 6,
  /** `timespec` */
  nanoseconds: 7,
  drops: 8,
} as const

/** A wanted item by level and type, without a search: every type that is wanted is below 256. */
export class ColumnItems {
  readonly #ip = new Uint8Array(256)
  readonly #ipv6 = new Uint8Array(256)
  readonly #socket = new Uint8Array(256)
  readonly #ipLevel: number
  readonly #ipv6Level: number
  readonly #socketLevel: number

  constructor({ constants, layouts }: Platform, wanted: ColumnsInit) {
    this.#ipLevel = constants.IPPROTO_IP
    this.#ipv6Level = constants.IPPROTO_IPV6
    this.#socketLevel = constants.SOL_SOCKET
    if (wanted.trafficClass) {
      // Linux names them by what a send would set, the BSDs by the option that asks for them.
      want(this.#ip, constants.IP_TOS, item.trafficClass)
      want(this.#ip, constants.IP_RECVTOS, item.trafficClass)
      want(this.#ipv6, constants.IPV6_TCLASS, item.trafficClass)
    }
    if (wanted.hopLimit) {
      want(this.#ip, constants.IP_TTL, item.hopLimit)
      want(this.#ip, constants.IP_RECVTTL, item.hopLimit)
      want(this.#ipv6, constants.IPV6_HOPLIMIT, item.hopLimit)
    }
    if (wanted.packetInfo) {
      want(this.#ip, constants.IP_RECVDSTADDR, item.destination)
      if (layouts.in_pktinfo !== undefined) want(this.#ip, constants.IP_PKTINFO, item.packetInfo)
      want(this.#ipv6, constants.IPV6_PKTINFO, item.packetInfo6)
    }
    if (wanted.timestamp) {
      want(this.#socket, constants.SCM_TIMESTAMP, item.microseconds)
      if (layouts.timespec !== undefined) want(this.#socket, constants.SCM_TIMESTAMPNS, item.nanoseconds)
    }
    if (wanted.drops) want(this.#socket, constants.SO_RXQ_OVFL, item.drops)
  }

  /** One of `item`. */
  of(level: number, type: number): number {
    if (type >>> 0 > 255) return item.none
    if (level === this.#ipLevel) return this.#ip[type] as number
    if (level === this.#ipv6Level) return this.#ipv6[type] as number
    return level === this.#socketLevel ? (this.#socket[type] as number) : item.none
  }
}

function want(types: Uint8Array, type: number | undefined, wanted: number): void {
  if (type !== undefined) types[type] = wanted
}
