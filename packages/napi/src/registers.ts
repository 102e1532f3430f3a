import type { Name } from '@sendto/core'

/** The arguments that the addon reads from memory, and what it answers there: `struct Registers` of native/src/environment.h. */
export class Registers {
  readonly #float64: Float64Array
  readonly #int32: Int32Array

  constructor(memory: ArrayBuffer) {
    this.#float64 = new Float64Array(memory, 0, 1)
    this.#int32 = new Int32Array(memory, 8, 6)
  }

  setCall(fd: number, flags: number): void {
    this.#int32[0] = fd
    this.#int32[1] = flags
  }

  setName(name: Name | null): void {
    this.#float64[0] = name === null ? 0 : name.address
    this.#int32[2] = name === null ? 0 : name.length
  }

  setSlots(from: number, count: number): void {
    this.#int32[3] = from
    this.#int32[4] = count
  }

  get result(): number {
    return this.#int32[5] as number
  }
}
