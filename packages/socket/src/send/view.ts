const prototype = Object.getPrototypeOf(Uint8Array.prototype) as object
const buffer = getter('buffer') as (this: Uint8Array) => ArrayBufferLike
const byteOffset = getter('byteOffset') as (this: Uint8Array) => number

/** A part of a view, which runs no code of a subclass and trusts no property that was put over the true one. */
export function viewOf(view: Uint8Array, at: number, length: number): Uint8Array {
  return new Uint8Array(buffer.call(view), byteOffset.call(view) + at, length)
}

function getter(property: string): unknown {
  return Object.getOwnPropertyDescriptor(prototype, property)?.get
}
