import type { Layouts, Platform } from '../platform/platform.js'
import type { Context } from '../syscalls/context.js'

/** The way of an option's value from bytes to what a program sees. */
export interface Readable<Value> {
  /** Room for the value, in bytes. */
  size(layouts: Layouts): number
  /**
   * @param bytes `size` bytes, zeros where the kernel stored none
   * @param length how many it stored
   */
  decode(platform: Platform, bytes: Uint8Array, length: number): Value
}

/** The way of an option's value from what a program writes to bytes. */
export interface Writable<Value> {
  /** Checks the value, which errors call `value`, and lays it out. The bytes are good until the next call. */
  encode(context: Context, value: Value): Uint8Array
}

/** A kind of value. What is written may have more forms than what is read. */
export interface Kind<Read, Write = Read> extends Readable<Read>, Writable<Write> {}

export function readOnly<Value>({ size, decode }: Readable<Value>): Readable<Value> {
  return { size, decode }
}

export function writeOnly<Value>({ encode }: Writable<Value>): Writable<Value> {
  return { encode }
}

/** The layout of a struct that a platform has if it has the option. */
export function layoutOf<Name extends keyof Layouts>(layouts: Layouts, name: Name): NonNullable<Layouts[Name]> {
  const layout = layouts[name]
  if (layout === undefined) throw new Error(`the platform has no layout of struct ${name}`)
  return layout as NonNullable<Layouts[Name]>
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
