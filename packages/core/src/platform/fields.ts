import type { Field, Platform } from './platform.js'

/** The byte order of this machine, and so of typed arrays. */
export const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** Fields of structs, read and written where the platform's layouts say. Integers are unsigned, and below 2^53. */
export class Struct {
  readonly #view: DataView
  readonly #littleEndian: boolean

  constructor({ littleEndian }: Pick<Platform, 'littleEndian'>, bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#littleEndian = littleEndian
  }

  /** @param base where the struct begins */
  get(base: number, { at, size }: Field): number {
    const offset = base + at
    switch (size) {
      case 1:
        return this.#view.getUint8(offset)
      case 2:
        return this.#view.getUint16(offset, this.#littleEndian)
      case 4:
        return this.#view.getUint32(offset, this.#littleEndian)
      case 8: {
        const first = this.#view.getUint32(offset, this.#littleEndian)
        const second = this.#view.getUint32(offset + 4, this.#littleEndian)
        return this.#littleEndian ? first + second * 2 ** 32 : first * 2 ** 32 + second
      }
    }
  }

  // In halves rather than as a BigInt, which would be allocated.
  set(base: number, { at, size }: Field, value: number): void {
    const offset = base + at
    switch (size) {
      case 1:
        this.#view.setUint8(offset, value)
        break
      case 2:
        this.#view.setUint16(offset, value, this.#littleEndian)
        break
      case 4:
        this.#view.setUint32(offset, value, this.#littleEndian)
        break
      case 8: {
        // A remainder of numbers of this size would cost as much as all the rest.
        const low = value >>> 0
        const high = (value - low) / 2 ** 32
        this.#view.setUint32(offset, this.#littleEndian ? low : high, this.#littleEndian)
        this.#view.setUint32(offset + 4, this.#littleEndian ? high : low, this.#littleEndian)
      }
    }
  }
}

/** A field with a pointer. */
export function pointer(at: number): Field {
  return { at, size: 8 }
}
