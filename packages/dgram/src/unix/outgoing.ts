import { invalidArgType, outOfRange } from '../errors.js'

export type Callback = (error?: Error) => void

/** A datagram to be sent; without a path to the peer of the socket. */
export interface Outgoing {
  readonly data: Uint8Array
  readonly path: unknown
  readonly callback: Callback | undefined
}

/** Reads (data, callback), (data, offset, length, callback) and (data, offset, length, path, callback). */
export function readOutgoing(data: unknown, rest: readonly unknown[]): Outgoing {
  if (!(data instanceof Uint8Array)) throw invalidArgType('buf', 'an instance of Buffer or Uint8Array', data)
  if (typeof rest[0] !== 'number') return { data, path: undefined, callback: callbackOf(rest[0]) }
  const [offset, length, path] = rest
  checkPart('offset', offset, data.length)
  checkPart('length', length, data.length - (offset as number))
  const part = data.subarray(offset as number, (offset as number) + (length as number))
  if (typeof path === 'function') return { data: part, path: undefined, callback: path as Callback }
  return { data: part, path, callback: callbackOf(rest[3]) }
}

function callbackOf(value: unknown): Callback | undefined {
  return typeof value === 'function' ? (value as Callback) : undefined
}

function checkPart(argument: string, value: unknown, most: number): void {
  if (typeof value !== 'number') throw invalidArgType(argument, 'of type number', value)
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw outOfRange(argument, `an integer from 0 to ${most}`, value)
  }
}
