export type Resizable = ArrayBuffer & { resize(length: number): void }

/** An ArrayBuffer that can be resized, for which the oldest library of types that is built with has no name. */
export function resizable(length: number, maxByteLength: number): Resizable {
  const Constructor = ArrayBuffer as unknown as new (length: number, options: { maxByteLength: number }) => Resizable
  return new Constructor(length, { maxByteLength })
}

/** Transfers the memory of a view to nobody, unless that was done. */
export function detach(view: Uint8Array): void {
  // A second time is an error to newer versions of Node.
  if (view.byteLength === 0) return
  structuredClone(null, { transfer: [view.buffer as ArrayBuffer] })
}

/** A view whose memory was transferred. */
export function detached(): Uint8Array {
  const view = new Uint8Array(new ArrayBuffer(64))
  detach(view)
  return view
}
