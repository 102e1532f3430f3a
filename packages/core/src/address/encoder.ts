import type { Backend } from '../backend.js'
import { allocate, Name } from '../name.js'
import type { Platform } from '../platform/platform.js'
import { type AddressInit, checkAddress, checkAddressObject } from './address.js'
import { encodeSockaddr } from './sockaddr.js'

const slots = 256
const slotSize = 32

interface Encoded {
  readonly address: string
  readonly port: number
  readonly family: string | undefined
  readonly flowInfo: number | undefined
  readonly scopeId: number | undefined
  readonly name: Name
}

/**
 * Addresses to `sockaddr` bytes, remembered: an address that is used again is not encoded again. What is remembered is compared field by field with what
 * the program hands in, so that an object it has changed since never yields an old name.
 */
export class AddressEncoder {
  readonly #platform: Platform
  readonly #memory: Uint8Array
  readonly #address: number
  // A place for each hash, and the newcomer takes it: bounded, and nothing to keep in order.
  readonly #encoded: (Encoded | undefined)[] = new Array(slots).fill(undefined)

  #last: Encoded | undefined

  constructor(backend: Pick<Backend, 'platform' | 'address'>) {
    const { memory, address } = allocate(backend, slots * slotSize)
    this.#platform = backend.platform
    this.#memory = memory
    this.#address = address
  }

  /**
   * The address as a whole `sockaddr`, valid until the next call. Each field of `init` is read once.
   * @param argument what errors call it: `to`
   */
  encode(argument: string, init: AddressInit): Name {
    checkAddressObject(argument, init)
    const { address, port, family, flowInfo, scopeId } = init
    // Most programs send to the same peer many times over: it is found without a look into the table.
    let known = this.#last
    if (known === undefined || !matches(known, address, port, family, flowInfo, scopeId)) {
      const slot = slotOf(address, port)
      known = this.#encoded[slot]
      if (known === undefined || !matches(known, address, port, family, flowInfo, scopeId)) {
        known = this.#encode(argument, slot, { address, port, family, flowInfo, scopeId })
      }
      this.#last = known
    }
    return known.name
  }

  #encode(argument: string, slot: number, init: AddressInit): Encoded {
    const fields = checkAddress(argument, init)
    const offset = slot * slotSize
    const memory = this.#memory.subarray(offset, offset + slotSize)
    const bytes = memory.subarray(0, encodeSockaddr(this.#platform, fields, memory))
    const name = new Name(bytes, this.#address && this.#address + offset)
    const { address, port, family, flowInfo, scopeId } = init
    const encoded = { address, port, family, flowInfo, scopeId, name }
    this.#encoded[slot] = encoded
    return encoded
  }
}

/** A single address as a `Name`, for who calls a backend without `Syscalls`. */
export function encodeAddress(backend: Pick<Backend, 'platform' | 'address'>, address: AddressInit): Name {
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
