import type { ReceivedName } from '../name-buffer.js'
import type { Platform } from '../platform/platform.js'
import type { Address } from './address.js'
import { RawAddress } from './raw.js'
import { decodeSockaddr } from './sockaddr.js'

// As many places as the encoder has.
const slotBits = 13

interface Decoded {
  readonly length: number
  readonly words: Uint32Array
  readonly tail: number
  readonly address: Address | null
}

/** No name has its length. */
const none: Decoded = { length: -1, words: new Uint32Array(0), tail: 0, address: null }

/** `sockaddr` bytes to addresses, remembered: the same peer is the same frozen object, for as long as no other takes its place. */
export class AddressDecoder {
  readonly #platform: Platform
  /** Made with the first. */
  #decoded: (Decoded | undefined)[] | undefined
  /** One of whole words. */
  #last = none

  constructor(platform: Platform) {
    this.#platform = platform
  }

  /** The address that a call left in `name`; null if it left none, or one that had to be cut. */
  decode(name: ReceivedName): Address | null {
    // Most programs hear from the same peer many times over: it is found without a look into the table.
    const last = this.#last
    return last.length === name.length && startsWith(name.words, last.words) ? last.address : this.#find(name)
  }

  #find(name: ReceivedName): Address | null {
    const { length, words } = name
    const count = length >>> 2
    const tail = (length & 3) === 0 ? 0 : tailOf(name, count)
    // The names of inet and inet6 are whole words; the last word with the second is where neighbours differ. Those of Unix sockets differ at their end.
    const slot = hash(
      (words[0] as number) ^ (words[1] as number) ^ (words[count - 2] ?? 0) ^ (words[count - 1] ?? 0) ^ tail,
    )
    const known = this.#decoded?.[slot]
    if (known !== undefined && known.length === length && known.tail === tail && startsWith(words, known.words)) {
      if ((length & 3) === 0) this.#last = known
      return known.address
    }
    const address = decodeSockaddr(this.#platform, name.bytes, length)
    // The bytes of a raw address could be written to by whoever was given it.
    if (address === null || address instanceof RawAddress) return address
    this.#decoded ??= new Array(1 << slotBits).fill(undefined)
    this.#decoded[slot] = { length, words: words.slice(0, count), tail, address }
    return address
  }
}

/** The bytes behind the last whole word. */
function tailOf({ bytes, length }: ReceivedName, count: number): number {
  let tail = 0
  for (let at = count * 4; at < length; at++) tail = (tail << 8) | (bytes[at] ?? 0)
  return tail
}

function startsWith(words: Uint32Array, prefix: Uint32Array): boolean {
  for (let i = 0; i < prefix.length; i++) {
    if (words[i] !== prefix[i]) return false
  }
  return true
}

function hash(word: number): number {
  return Math.imul(word, 0x9e3779b1) >>> (32 - slotBits)
}
