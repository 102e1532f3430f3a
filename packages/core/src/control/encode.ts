import { invalidArgType, invalidArgValue, outOfRange } from '../argument-errors.js'
import type { Capabilities } from '../capabilities.js'
import type { Platform } from '../platform/platform.js'
import { encoders } from './encoders.js'
import type { ControlInit } from './init.js'
import { ControlWriter } from './writer.js'

// More than the kernel takes, and few enough that a list which claims to be endless is found out.
const mostMessages = 1024

/** Refuses a call whose capability is not there. */
export type Require = (capability: keyof Capabilities) => void

/**
 * Control messages to bytes. They are laid out aside, so that what is wrong with the last of them is found before anything of the first has reached the memory
 * that a call is made with.
 */
export class ControlEncoder {
  readonly #platform: Platform
  readonly #writer: ControlWriter
  #busy = false

  constructor(platform: Platform) {
    this.#platform = platform
    this.#writer = new ControlWriter(platform)
  }

  /**
   * The bytes of control messages, valid until the next call. Each field is read once.
   * @param argument what errors call the list: `control`
   * @param require is asked about each capability that the messages need
   */
  encode(argument: string, inits: readonly ControlInit[], require?: Require): Pick<ControlWriter, 'bytes' | 'length'> {
    if (!Array.isArray(inits)) throw invalidArgType(argument, 'an array', inits)
    // A getter of the caller's may lead here again.
    const writer = this.#busy ? new ControlWriter(this.#platform) : this.#writer
    const wasBusy = this.#busy
    this.#busy = true
    try {
      writer.length = 0
      const count = inits.length
      if (!(count <= mostMessages)) throw outOfRange(`${argument}.length`, `at most ${mostMessages}`, count)
      for (let index = 0; index < count; index++) this.#encode(`${argument}[${index}]`, inits[index], writer, require)
      return writer
    } finally {
      this.#busy = wasBusy
    }
  }

  #encode(argument: string, init: ControlInit, writer: ControlWriter, require: Require | undefined): void {
    if (typeof init !== 'object' || init === null) throw invalidArgType(argument, 'an object', init)
    const { kind } = init
    // A Map, since "toString" is a property of any object.
    const encoder = encoders.get(kind)
    if (encoder === undefined) {
      throw invalidArgValue(`${argument}.kind`, `must be one of ${[...encoders.keys()].join(', ')}`, kind)
    }
    if (encoder.capability !== undefined) require?.(encoder.capability)
    if (!encoder.encode(argument, init, writer)) {
      throw invalidArgValue(`${argument}.kind`, `is nothing that can be sent on ${this.#platform.name}`, kind)
    }
  }
}

/** How many bytes `encodeControl` needs. Throws as that does. */
export function controlSize(platform: Platform, inits: readonly ControlInit[]): number {
  return new ControlEncoder(platform).encode('control', inits).length
}

/**
 * Lays control messages out at the start of `bytes`: all of them, or nothing and an error.
 * @returns how many bytes they are
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`; RangeError `ERR_OUT_OF_RANGE`: what is wrong with a message, or too little room
 */
export function encodeControl(platform: Platform, inits: readonly ControlInit[], bytes: Uint8Array): number {
  const encoded = new ControlEncoder(platform).encode('control', inits)
  if (encoded.length > bytes.byteLength) {
    throw outOfRange('control', `control messages of at most ${bytes.byteLength} bytes`, encoded.length)
  }
  bytes.set(encoded.bytes.subarray(0, encoded.length))
  return encoded.length
}
