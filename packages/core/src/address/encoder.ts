import type { Backend } from '../backend.js'
import { syscallError } from '../errors.js'
import { type Name, NameMemory } from '../name.js'
import type { Platform } from '../platform/platform.js'
import { type AddressInit, checkAddressObject } from './address.js'
import { checkInet, destinationOf, hasNamedZone, type InetAddressInit } from './inet.js'
import { OtherEncoder } from './other-encoder.js'
import { encodeSockaddr } from './sockaddr.js'

// A server of a thousand peers meets most of them in a place of their own.
const slots = 8192
const namesAtATime = 256
const slotSize = 32

/** What an encoder needs of a backend. */
export type EncodingBackend = Pick<Backend, 'platform' | 'address' | 'if_nametoindex'>

interface Encoded {
  readonly address: string
  readonly port: number
  readonly family: string | undefined
  readonly flowInfo: number | undefined
  readonly scopeId: number | undefined
  readonly name: Name
}

/**
 * Addresses to `sockaddr` bytes. Those of the Internet families are remembered: an address that is used again is not encoded again. What is remembered is compared field by field with what
 * the program hands in, so that an object it has changed since never yields an old name. A zone that is the name of an interface is looked up each time.
 */
export class AddressEncoder {
  readonly #platform: Platform
  readonly #memory: NameMemory
  // A place for each hash, and the newcomer takes it: bounded, and nothing to keep in order. Made with the first.
  #encoded: (Encoded | undefined)[] | undefined
  readonly #backend: EncodingBackend
  readonly #others: OtherEncoder

  #last: Encoded | undefined

  constructor(backend: EncodingBackend) {
    this.#backend = backend
    this.#others = new OtherEncoder(backend)
    this.#platform = backend.platform
    this.#memory = new NameMemory(backend, namesAtATime * slotSize)
  }

  /**
   * The address as a whole `sockaddr`. Each field of `init` is read once.
   * @param argument what errors call it: `to`
   */
  encode(argument: string, init: AddressInit): Name {
    checkAddressObject(argument, init)
    const { address, port, family, flowInfo, scopeId } = init as InetAddressInit
    // Most programs send to the same peer many times over: it is found without a look into the table.
    let known = this.#last
    if (known === undefined || !matches(known, address, port, family, flowInfo, scopeId)) {
      const slot = slotOf(address, port)
      known = this.#encoded?.[slot]
      if (known === undefined || !matches(known, address, port, family, flowInfo, scopeId)) {
        const other = address === undefined && port === undefined && this.#others.encode(argument, family, init)
        if (other) return other
        const fields = { address, port, family, flowInfo, scopeId } as InetAddressInit
        if (typeof address === 'string' && hasNamedZone(address)) return this.#lookUp(argument, fields)
        known = this.#encode(argument, slot, fields)
      }
      this.#last = known
    }
    return known.name
  }

  #lookUp(argument: string, init: InetAddressInit): Name {
    const fields = checkInet(argument, init, (name) => {
      const index = this.#backend.if_nametoindex(name)
      if (index < 0) throw syscallError(this.#platform, 'if_nametoindex', index, null, name)
      return index
    })
    return this.#others.name((bytes) => encodeSockaddr(this.#platform, fields, bytes), destinationOf(fields))
  }

  #encode(argument: string, slot: number, init: InetAddressInit): Encoded {
    const fields = checkInet(argument, init)
    const write = (bytes: Uint8Array) => encodeSockaddr(this.#platform, fields, bytes)
    const name = this.#memory.name(slotSize, write, destinationOf(fields))
    const { address, port, family, flowInfo, scopeId } = init
    const encoded = { address, port, family, flowInfo, scopeId, name }
    this.#encoded ??= new Array(slots).fill(undefined)
    this.#encoded[slot] = encoded
    return encoded
  }
}

/** A single address as a `Name`, for who calls a backend without `Syscalls`. */
export function encodeAddress(backend: EncodingBackend, address: AddressInit): Name {
  return new AddressEncoder(backend).encode('address', address)
}

// Neighbouring ports and neighbouring hosts of one network get different places. What is no address at all is found out later.
function slotOf(address: unknown, port: unknown): number {
  if (typeof address !== 'string' || typeof port !== 'number') return 0
  const last = address.length - 1
  return (
    (port + address.charCodeAt(last) * 37 + address.charCodeAt(last - 1) * 101 + address.charCodeAt(last - 2) * 211) &
    (slots - 1)
  )
}

function matches(
  known: Encoded,
  address: unknown,
  port: unknown,
  family: unknown,
  flowInfo: unknown,
  scopeId: unknown,
): boolean {
  return (
    known.port === port &&
    known.address === address &&
    known.family === family &&
    known.flowInfo === flowInfo &&
    known.scopeId === scopeId
  )
}
