export type Resizable = ArrayBuffer & { resize(length: number): void }

/** An ArrayBuffer that can be resized, for which the oldest library of types that is built with has no name. */
export function resizable(length: number, maxByteLength: number): Resizable {
  const Constructor = ArrayBuffer as unknown as new (length: number, options: { maxByteLength: number }) => Resizable
  return new Constructor(length, { maxByteLength })
}
