import { invalidArgType, invalidArgValue, outOfRange } from './argument-errors.js'

/** The one place that checks what a caller hands in. A backend may rely on all of it. */

// What every datagram is checked for is short, with its refusals apart: V8 then compiles a call and its checks into the program that makes it.

export function checkInt32(argument: string, value: number): void {
  if (typeof value !== 'number' || (value | 0) !== value) throw notInt32(argument, value)
}

function notInt32(argument: string, value: unknown): Error {
  if (typeof value !== 'number') return invalidArgType(argument, 'an integer', value)
  return outOfRange(argument, 'an integer from -2147483648 to 2147483647', value)
}

export function checkInteger(argument: string, value: unknown, min: number, max: number): asserts value is number {
  if (typeof value !== 'number') throw invalidArgType(argument, 'an integer', value)
  if (!Number.isInteger(value) || value < min || value > max) {
    throw outOfRange(argument, `an integer from ${min} to ${max}`, value)
  }
}

export function checkBoolean(argument: string, value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') throw invalidArgType(argument, 'a boolean', value)
}

export function checkString(argument: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw invalidArgType(argument, 'a string', value)
}

export function checkObject(argument: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null) throw invalidArgType(argument, 'an object', value)
}

/** Returns its true length. */
export function checkBytes(argument: string, value: Uint8Array): number {
  const length = brand.call(value) === 'Uint8Array' ? byteLength.call(value) : 0
  if (length === 0) checkEmpty(argument, value)
  return length
}

function checkEmpty(argument: string, value: Uint8Array): void {
  if (brand.call(value) !== 'Uint8Array') throw invalidArgType(argument, 'a Uint8Array', value)
  if (!isAttached(value)) throw invalidArgValue(argument, 'lies in a detached or shrunk ArrayBuffer', value)
}

/** The bytes, copied into memory that nobody else has. */
export function copyOf(argument: string, value: unknown, expected: string): Uint8Array {
  if (brand.call(value) !== 'Uint8Array') throw invalidArgType(argument, expected, value)
  checkBytes(argument, value as Uint8Array)
  const copy = new Uint8Array(byteLengthOf(value as Uint8Array))
  copy.set(value as Uint8Array)
  return copy
}

// Taken from the prototype, because a subclass, a proxy or an own property could answer anything, and a Uint8Array of another realm is as good as ours.
const typedArray = Object.getPrototypeOf(Uint8Array.prototype)
const brand = getter(Symbol.toStringTag) as (this: unknown) => string | undefined
const byteLength = getter('byteLength') as (this: Uint8Array) => number
const at = typedArray.at as (this: unknown, index: number) => unknown

/** The true length of a view, which its own `byteLength` property need not tell. */
export function byteLengthOf(view: Uint8Array): number {
  return byteLength.call(view)
}

// A detached view, or one that its buffer shrank away from, has length zero and would pass for an empty datagram; any array method refuses it, and this one
// allocates nothing.
function isAttached(view: Uint8Array): boolean {
  try {
    at.call(view, 0)
    return true
  } catch {
    return false
  }
}

function getter(property: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(typedArray, property)?.get
}
