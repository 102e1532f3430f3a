import type { ReceivedName } from '../name-buffer.js'
import type { Platform } from '../platform/platform.js'
import type { Address } from './address.js'
import { decodeSockaddr } from './sockaddr.js'

const slotBits = 8

interface Decoded {
  readonly words: Uint32Array
  readonly address: Address
}

/** `sockaddr` bytes to addresses, remembered: the same peer is the same frozen object, for as long as no other takes its place. */
export class AddressDecoder {
  readonly #platform: Platform
  readonly #decoded: (Decoded | undefined)[] = new Array(1 << slotBits).fill(undefined)

  constructor(platform: Platform) {
    this.#platform = platform
  }

  /** The address that a call left in `name`; null if it left none. */
  decode(name: ReceivedName): Address | null {
    const { length, words } = name
    const count = length >>> 2
    // The names of inet and inet6 are whole words; the last word with the second is where neighbours differ.
    const slot = hash((words[0] as number) ^ (words[1] as number) ^ (words[count - 2] ?? 0))
    const known = this.#decoded[slot]
    if (known !== undefined && known.words.length === count && startsWith(words, known.words)) return known.address
    const address = decodeSockaddr(this.#platform, name.bytes, length)
    if (address !== null) this.#decoded[slot] = { words: words.slice(0, count), address }
    return address
  }
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
