import type { Address } from '../address/address.js'
import { AddressDecoder } from '../address/decoder.js'
import { setFamily, viewOf } from '../address/sockaddr-family.js'
import type { Platform } from '../platform/platform.js'

/** A `sockaddr` that is used again for each address: only what differs is written. */
class Scratch {
  readonly bytes: Uint8Array
  readonly words: Uint32Array
  readonly view: DataView
  readonly length: number

  constructor(platform: Platform, family: number, length: number) {
    this.bytes = new Uint8Array(new ArrayBuffer(length))
    this.words = new Uint32Array(this.bytes.buffer)
    this.view = viewOf(this.bytes)
    this.length = length
    setFamily(platform, this.view, family, length)
  }
}

/** The addresses that datagrams were sent to, from their bytes in packet information; remembered, so that the same address and port are the same frozen object. */
export class Destinations {
  // Not that of the senders: a peer whose hash is the same would take the place of a destination with each datagram.
  readonly #decoder: AddressDecoder
  readonly #inet: Scratch
  readonly #inet6: Scratch
  readonly #littleEndian: boolean

  constructor(platform: Platform) {
    const { constants, layouts } = platform
    this.#decoder = new AddressDecoder(platform)
    this.#inet = new Scratch(platform, constants.AF_INET, layouts.sockaddr_in.size)
    this.#inet6 = new Scratch(platform, constants.AF_INET6, layouts.sockaddr_in6.size)
    this.#littleEndian = platform.littleEndian
  }

  /** @param at where the four bytes of the address lie */
  inet(bytes: Uint8Array, at: number, port: number): Address | null {
    const scratch = this.#inet
    scratch.view.setUint16(2, port)
    for (let i = 0; i < 4; i++) scratch.bytes[4 + i] = bytes[at + i] as number
    return this.#decoder.decode(scratch)
  }

  /** @param index of the interface by which it came: the zone of an address that is of one link */
  inet6(bytes: Uint8Array, at: number, port: number, index: number): Address | null {
    const scratch = this.#inet6
    scratch.view.setUint16(2, port)
    for (let i = 0; i < 16; i++) scratch.bytes[8 + i] = bytes[at + i] as number
    const scoped = isOfOneLink(bytes[at] as number, bytes[at + 1] as number)
    scratch.view.setUint32(24, scoped ? index : 0, this.#littleEndian)
    return this.#decoder.decode(scratch)
  }
}

/** Addresses fe80::/10, and multicast groups of interface-local or link-local scope: RFC 4007, RFC 4291. */
function isOfOneLink(first: number, second: number): boolean {
  if (first === 0xff) return (second & 0x0f) === 1 || (second & 0x0f) === 2
  return first === 0xfe && (second & 0xc0) === 0x80
}
