import type { Address, ControlColumns, MessageVector } from '@sendto/core'
import { Column } from './column.js'
import type { Datagram, MutableDatagram } from './datagram.js'
import { type Info, noInfo } from './info.js'

const noClasses = new Int16Array(0)
const noCodepoints = new Int8Array(0)

/** What came beside the data of the datagrams in a vector, as far as it was asked for. */
export class DatagramColumns {
  readonly #vector: MessageVector
  readonly #info: Info
  readonly #isEmpty: boolean
  readonly #messages: ControlColumns
  readonly #trafficClasses: Column<Int16Array>
  readonly #ecns: Column<Int8Array>
  readonly #hopLimits: Column<Int16Array>
  readonly #interfaces: Column<Uint32Array>
  readonly #dropped: Column<Uint32Array>
  // In halves: a BigInt would be allocated for each.
  readonly #timestamps: Column<Uint32Array>
  #allTimestamps: BigUint64Array
  #port = 0

  constructor(vector: MessageVector, info: Info) {
    const columns = vector.columns({
      packetInfo: info.to,
      trafficClass: info.trafficClass || info.ecn,
      hopLimit: info.hopLimit,
      timestamp: info.timestamp,
      drops: info.dropped,
    })
    this.#vector = vector
    this.#info = info
    this.#isEmpty = info === noInfo
    this.#messages = columns
    this.#trafficClasses = new Column(info.trafficClass ? columns.trafficClasses : noClasses)
    this.#ecns = new Column(info.ecn ? columns.ecns : noCodepoints)
    this.#hopLimits = new Column(columns.hopLimits)
    this.#interfaces = new Column(columns.interfaces)
    this.#dropped = new Column(columns.drops)
    this.#timestamps = new Column(new Uint32Array(columns.timestamps.buffer), 2)
    this.#allTimestamps = columns.timestamps
  }

  /**
   * The vector was received into.
   * @param port the receiving socket's own
   * @returns how many messages the kernel had dropped when the last of these came; 0 where it does not tell
   */
  received(messages: number, port: number): number {
    if (this.#isEmpty) return 0
    this.#messages.read(messages)
    this.#port = port
    this.#trafficClasses.changed()
    this.#ecns.changed()
    this.#hopLimits.changed()
    this.#interfaces.changed()
    this.#dropped.changed()
    this.#timestamps.changed()
    return this.#info.dropped ? (this.#messages.drops[messages - 1] as number) : 0
  }

  get trafficClasses(): Int16Array {
    return this.#trafficClasses.of(this.#vector.datagrams, this.#vector.messages)
  }

  get ecns(): Int8Array {
    return this.#ecns.of(this.#vector.datagrams, this.#vector.messages)
  }

  get hopLimits(): Int16Array {
    return this.#hopLimits.of(this.#vector.datagrams, this.#vector.messages)
  }

  get interfaces(): Uint32Array {
    return this.#interfaces.of(this.#vector.datagrams, this.#vector.messages)
  }

  get dropped(): Uint32Array {
    return this.#dropped.of(this.#vector.datagrams, this.#vector.messages)
  }

  get timestamps(): BigUint64Array {
    const { buffer } = this.#timestamps.of(this.#vector.datagrams, this.#vector.messages)
    if (this.#allTimestamps.buffer !== buffer) this.#allTimestamps = new BigUint64Array(buffer)
    return this.#allTimestamps
  }

  to(slot: number): Address | null {
    return this.#info.to ? this.#messages.to(slot, this.#port) : null
  }

  /** Adds to a datagram what was told of the message that brought it. */
  describe(datagram: MutableDatagram, slot: number): Datagram {
    if (this.#isEmpty) return datagram
    const { trafficClasses, ecns, hopLimits, interfaces, timestamps, drops } = this.#messages
    const info = this.#info
    const to = this.to(slot)
    if (to !== null) datagram.to = to
    if (info.to && interfaces[slot] !== 0) datagram.interface = interfaces[slot] as number
    if (info.trafficClass && trafficClasses[slot] !== -1) datagram.trafficClass = trafficClasses[slot] as number
    if (info.ecn && ecns[slot] !== -1) datagram.ecn = ecns[slot] as number
    if (info.hopLimit && hopLimits[slot] !== -1) datagram.hopLimit = hopLimits[slot] as number
    if (info.timestamp && timestamps[slot] !== 0n) datagram.timestamp = timestamps[slot] as bigint
    if (info.dropped) datagram.dropped = drops[slot] as number
    return datagram
  }
}
