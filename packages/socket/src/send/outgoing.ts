import { byteLengthOf, checkBytes, type Name } from '@sendto/core'

const nothing = new Uint8Array(0)

/** A datagram on its way out: checked, with its address and control data laid out. */
export class Outgoing {
  data: Uint8Array = nothing
  /** The length of `data`, which its own property need not tell. */
  size = 0
  /** The destination; null for the peer of a connected socket. */
  name: Name | null = null
  /** Control data, or null for none. */
  control: Uint8Array | null = null

  /** Takes the data in, once no code of the program's runs any more. */
  setData(argument: string, data: Uint8Array): void {
    checkBytes(argument, data)
    this.data = data
    this.size = byteLengthOf(data)
  }

  /** Lets go of what belongs to the program. */
  clear(): void {
    this.data = nothing
    this.size = 0
  }
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false
  return true
}

/** Whether two datagrams go to the same place, whoever laid its address out. */
export function sameDestination(one: Name | null, other: Name | null): boolean {
  return one === other || (one !== null && other !== null && sameBytes(one.bytes, other.bytes))
}

export function sameControl(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one === other || (one !== null && other !== null && sameBytes(one, other))
}
