import { byteLengthOf, type NameBuffer } from '@sendto/core'

/**
 * The memory that was last passed to a call, and where it lies. A program uses the same buffer over and over, and koffi reads a view in 30 ns, a number in 8. Where a view lies changes only when
 * its buffer is detached, which leaves it the length 0 for good.
 */
export class LastMemory {
  readonly #addressing: { address(view: Uint8Array): bigint }
  #passed: Uint8Array | undefined
  #data: Uint8Array | undefined
  #name: NameBuffer | null = null

  // They begin as null, so that V8 keeps the numbers as objects: of a field that is always a number it would make one for each call.
  /** Where the data lies. */
  at: number | null = null
  /** How long it is. */
  size = 0
  /** Where the bytes and the length of the name lie; 0 without a name. */
  bytes: number | null = null
  length: number | null = null

  constructor(addressing: { address(view: Uint8Array): bigint }) {
    this.#addressing = addressing
  }

  /** Whether it is the same, and where it is known. */
  is(data: Uint8Array, name: NameBuffer | null): boolean {
    return data === this.#data && name === this.#name && byteLengthOf(data) === this.size
  }

  /** For the calls after this one; from the second time on, since to ask for an address costs more than one call gains by it. */
  remember(data: Uint8Array, size: number, name: NameBuffer | null): void {
    const again = data === this.#passed && size > 0
    this.#passed = data
    this.#data = again ? data : undefined
    this.#name = name
    // It fits a number: core has refused this process otherwise, by the first memory that it allocated.
    this.at = again ? Number(this.#addressing.address(data)) : null
    this.size = size
    this.bytes = name === null ? 0 : name.bytesAddress
    this.length = name === null ? 0 : name.lengthAddress
  }
}
