import type { Backend } from './backend.js'
import { byteLengthOf } from './validate.js'

/**
 * An address for a call to read: a whole `sockaddr`. Core allocates its memory, which does not move, so that a native backend may pass `address` to the
 * kernel in place of a view.
 */
export class Name {
  readonly bytes: Uint8Array
  /** Where `bytes` begins in the process; 0 for a backend without pointers. */
  readonly address: number
  /** The length of `bytes`. */
  readonly length: number

  constructor(bytes: Uint8Array, address: number) {
    this.bytes = bytes
    this.address = address
    this.length = bytes.byteLength
  }
}

/** Memory that stays where it is, and where that is: 0 for a backend without pointers. */
export function allocate(
  backend: Pick<Backend, 'address'>,
  size: number,
): { memory: Uint8Array<ArrayBuffer>; address: number } {
  // An explicit ArrayBuffer: a small typed array on the JavaScript heap would move with the garbage collector.
  const memory = new Uint8Array(new ArrayBuffer(size))
  return { memory, address: addressOf(backend, memory) }
}

/** Where a view lies in the process; 0 for a backend without pointers, and for an empty view. */
export function addressOf(backend: Pick<Backend, 'address'>, view: Uint8Array): number {
  if (backend.address === undefined || byteLengthOf(view) === 0) return 0
  const address = backend.address(view)
  // A tag in the upper bits (arm64) would be rounded away, and the address become another's.
  if (address > Number.MAX_SAFE_INTEGER)
    throw new RangeError(`the address 0x${address.toString(16)} does not fit a number`)
  return Number(address)
}
