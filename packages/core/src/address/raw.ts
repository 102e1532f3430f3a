import { invalidArgValue, outOfRange } from '../argument-errors.js'
import { checkInteger, copyOf } from '../validate.js'

/** The most that a kernel takes: `struct sockaddr_storage`, RFC 3493. */
const capacity = 128

/** An address of any family as a program writes it: the whole `sockaddr`, as the platform lays it out. */
export interface RawAddressInit {
  /** AF_PACKET, AF_NETLINK, AF_VSOCK and others; it is in the bytes too, and must agree with them. */
  readonly family: number
  readonly bytes: Uint8Array
  readonly address?: undefined
  readonly port?: undefined
  readonly path?: undefined
  readonly abstract?: undefined
}

/** An address of a family that has no form of its own here, as its whole `sockaddr`; frozen, with bytes of its own. */
export class RawAddress implements RawAddressInit {
  readonly family: number
  readonly bytes: Uint8Array
  /** Belongs to Internet addresses. */
  declare readonly address?: undefined
  /** Belongs to Internet addresses. */
  declare readonly port?: undefined
  /** Belongs to Unix sockets. */
  declare readonly path?: undefined
  /** Belongs to Unix sockets. */
  declare readonly abstract?: undefined

  /**
   * @param bytes copied
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`
   * @throws RangeError `ERR_OUT_OF_RANGE`: the family, or not 2 to 128 bytes
   */
  constructor(family: number, bytes: Uint8Array) {
    this.family = checkFamily('family', family)
    this.bytes = checkSockaddr('bytes', bytes)
    Object.freeze(this)
  }

  /** `raw:16:100000000000000000000000`: the family, and the bytes in hexadecimal digits. */
  toString(): string {
    return `raw:${this.family}:${Buffer.from(this.bytes).toString('hex')}`
  }
}

export function checkFamily(argument: string, family: unknown): number {
  checkInteger(argument, family, 0, 65535)
  return family
}

/** The bytes, copied. */
export function checkSockaddr(argument: string, bytes: unknown): Uint8Array {
  const copy = copyOf(argument, bytes, 'a Uint8Array')
  if (copy.length < 2 || copy.length > capacity) throw outOfRange(`${argument}.length`, `2 to ${capacity}`, copy.length)
  return copy
}

/** Refuses a family that is not the one in the bytes. */
export function checkAgreement(argument: string, family: number, told: number): void {
  if (family !== told) throw invalidArgValue(argument, `must agree with the bytes, which have ${told}`, family)
}
