import type { Address } from '../address/address.js'
import type { VectorMemory } from '../messages/vector-memory.js'
import type { Field, Layouts } from '../platform/platform.js'
import { checkBoolean, checkInteger, checkObject } from '../validate.js'
import { ColumnItems, item } from './column-items.js'
import { Destinations } from './destinations.js'
import { ControlReader } from './reader.js'
import { Times } from './times.js'

/** What columns are wanted of, by the `kind` of its `ControlMessage`; nothing unless given. */
export interface ColumnsInit {
  readonly packetInfo?: boolean | undefined
  readonly trafficClass?: boolean | undefined
  readonly hopLimit?: boolean | undefined
  readonly timestamp?: boolean | undefined
  readonly drops?: boolean | undefined
}

/**
 * What came beside the data of a vector's messages, as columns: the entry of a message is at its slot. They are allocated once, and `read` fills them without
 * allocating. A column that was not asked for has no entries; what its message did not tell has the value that is said here.
 */
export class ControlColumns {
  /** The traffic class of each message, 0 to 255; -1 where it did not tell. IP_RECVTOS of ip(7), IPV6_RECVTCLASS of RFC 3542. */
  readonly trafficClasses: Int16Array
  /** The ECN codepoint of each message, RFC 3168: 0 to 3, the lower two bits of its traffic class; -1 where it did not tell. */
  readonly ecns: Int8Array
  /** The TTL or hop limit of each message, 0 to 255; -1 where it did not tell. IP_RECVTTL of ip(7), IPV6_RECVHOPLIMIT of RFC 3542. */
  readonly hopLimits: Int16Array
  /** The index of the interface by which each message came; 0 where it did not tell. IP_PKTINFO of ip(7), IPV6_RECVPKTINFO of RFC 3542; FreeBSD tells IPv6's alone. */
  readonly interfaces: Uint32Array
  /** When the kernel received each message, in nanoseconds since 1970; 0 where it did not tell. SO_TIMESTAMPNS of socket(7), SO_TIMESTAMP elsewhere. */
  readonly timestamps: BigUint64Array
  /**
   * How many messages the socket had lost when each came, since it was opened, modulo 2^32; 0 where it did not tell, as Linux does not before the first is lost. A
   * message that the kernel had joined (UDP_GRO) counts once. SO_RXQ_OVFL of socket(7). (Linux.)
   */
  readonly drops: Uint32Array
  readonly #memory: VectorMemory
  readonly #reader: ControlReader
  readonly #items: ColumnItems
  readonly #destinations: Destinations
  readonly #times: Times
  // Where the address of each destination lies in the vector's memory, and its length: 4, 16, or 0 where the message did not tell.
  readonly #toAt: Uint32Array
  readonly #toSize: Uint8Array
  readonly #in_pktinfo: Layouts['in_pktinfo']
  readonly #in6_pktinfo: Layouts['in6_pktinfo']
  readonly #seconds: Field
  readonly #microseconds: Field
  readonly #timevalSize: number
  readonly #timespec: Layouts['timespec']

  /** Made by `MessageVector.columns`. */
  constructor(memory: VectorMemory, init: ColumnsInit) {
    const wanted = checkColumns(init)
    const { platform, slots } = memory
    const { in_pktinfo, in6_pktinfo, timeval, timespec } = platform.layouts
    const entries = (is: boolean | undefined) => (is ? slots : 0)
    this.trafficClasses = new Int16Array(entries(wanted.trafficClass))
    this.ecns = new Int8Array(entries(wanted.trafficClass))
    this.hopLimits = new Int16Array(entries(wanted.hopLimit))
    this.interfaces = new Uint32Array(entries(wanted.packetInfo))
    this.#times = new Times(entries(wanted.timestamp))
    this.timestamps = this.#times.column
    this.drops = new Uint32Array(entries(wanted.drops))
    this.#memory = memory
    this.#reader = new ControlReader(platform, memory.headers)
    this.#items = new ColumnItems(platform, wanted)
    this.#destinations = new Destinations(platform)
    this.#toAt = new Uint32Array(entries(wanted.packetInfo))
    this.#toSize = new Uint8Array(entries(wanted.packetInfo))
    this.#in_pktinfo = in_pktinfo
    this.#in6_pktinfo = in6_pktinfo
    this.#seconds = { at: 0, size: timeval.seconds }
    this.#microseconds = { at: timeval.seconds, size: timeval.microseconds }
    this.#timevalSize = timeval.size
    this.#timespec = timespec
  }

  /**
   * Reads the messages that the vector was last received into: the entries behind them stay as they are. It is to be called before the vector is used for
   * something else.
   * @param messages how many there are, from slot 0 on: what `recvmmsg` returned
   */
  read(messages: number): void {
    checkInteger('messages', messages, 0, this.#memory.slots)
    for (let slot = 0; slot < messages; slot++) this.#read(slot)
  }

  /**
   * The address that a message was sent to, as its header has it: that of a multicast group perhaps; null where it did not tell. On an IPv6 socket IPv4 addresses
   * are mapped. It is decoded when it is asked for, up to the next call that uses the vector, and the same address is the same frozen object.
   * @param port the socket's own, 0 to 65535, which a message does not tell
   */
  to(slot: number, port: number): Address | null {
    checkInteger('slot', slot, 0, this.#memory.slots - 1)
    checkInteger('port', port, 0, 65535)
    const size = this.#toSize[slot]
    const at = this.#toAt[slot] as number
    const { headers } = this.#memory
    if (size === 4) return this.#destinations.inet(headers, at, port)
    return size === 16 ? this.#destinations.inet6(headers, at, port, this.interfaces[slot] as number) : null
  }

  #read(slot: number): void {
    this.#clear(slot)
    const reader = this.#reader
    reader.start(this.#memory.controlAt(slot), this.#memory.controlLength(slot))
    while (reader.next()) {
      const which = this.#items.of(reader.level, reader.type)
      if (which !== item.none) this.#store(slot, which, reader)
    }
  }

  #clear(slot: number): void {
    if (this.trafficClasses.length > 0) {
      this.trafficClasses[slot] = -1
      this.ecns[slot] = -1
    }
    if (this.hopLimits.length > 0) this.hopLimits[slot] = -1
    if (this.interfaces.length > 0) {
      this.interfaces[slot] = 0
      this.#toSize[slot] = 0
    }
    if (this.timestamps.length > 0) this.#times.clear(slot)
    if (this.drops.length > 0) this.drops[slot] = 0
  }

  /** Of several that tell the same, the first counts: on an IPv6 socket that is the one with a mapped address. */
  #store(slot: number, which: number, reader: ControlReader): void {
    switch (which) {
      case item.trafficClass:
        if (reader.size === 0 || this.trafficClasses[slot] !== -1) return
        this.trafficClasses[slot] = byteOf(reader)
        this.ecns[slot] = byteOf(reader) & 3
        return
      case item.hopLimit:
        if (reader.size > 0 && this.hopLimits[slot] === -1) this.hopLimits[slot] = byteOf(reader)
        return
      case item.packetInfo:
        if (this.#in_pktinfo === undefined || reader.size < this.#in_pktinfo.size) return
        this.#storeTo(slot, reader.at + this.#in_pktinfo.destination, 4, reader.get(this.#in_pktinfo.interfaceIndex))
        return
      case item.packetInfo6:
        if (reader.size < this.#in6_pktinfo.size) return
        this.#storeTo(slot, reader.at + this.#in6_pktinfo.address, 16, reader.get(this.#in6_pktinfo.interfaceIndex))
        return
      case item.destination:
        if (reader.size >= 4) this.#storeTo(slot, reader.at, 4, 0)
        return
      case item.microseconds:
        if (reader.size < this.#timevalSize || this.#times.has(slot)) return
        this.#times.store(slot, reader.get(this.#seconds), reader.get(this.#microseconds) * 1000)
        return
      case item.nanoseconds: {
        const timespec = this.#timespec
        if (timespec === undefined || reader.size < timespec.size || this.#times.has(slot)) return
        this.#times.store(slot, reader.get(timespec.seconds), reader.get(timespec.nanoseconds))
        return
      }
      case item.drops:
        if (reader.size >= 4 && this.drops[slot] === 0) this.drops[slot] = reader.uint(0)
    }
  }

  #storeTo(slot: number, at: number, size: number, index: number): void {
    if (this.#toSize[slot] !== 0) return
    this.#toAt[slot] = at
    this.#toSize[slot] = size
    this.interfaces[slot] = index
  }
}

/** A byte from some systems for some messages, an `int` from others. */
function byteOf(reader: ControlReader): number {
  return (reader.size >= 4 ? reader.int(0) : (reader.bytes[reader.at] as number)) & 0xff
}

/** Each member is read once. */
function checkColumns(init: ColumnsInit): ColumnsInit {
  checkObject('columns', init)
  const { packetInfo = false, trafficClass = false, hopLimit = false, timestamp = false, drops = false } = init
  const wanted = { packetInfo, trafficClass, hopLimit, timestamp, drops }
  for (const [name, value] of Object.entries(wanted)) checkBoolean(`columns.${name}`, value)
  return wanted
}
