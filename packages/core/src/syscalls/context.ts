import { AddressDecoder } from '../address/decoder.js'
import { AddressEncoder } from '../address/encoder.js'
import { decodeSockaddr } from '../address/sockaddr.js'
import type { Backend } from '../backend.js'
import { type Capabilities, declares, type Indispensable } from '../capabilities.js'
import { ControlEncoder } from '../control/encode.js'
import type { ControlInit } from '../control/init.js'
import { syscallError, UnsupportedError } from '../errors.js'
import { type HeldErrors, heldErrorsOf } from '../held-errors.js'
import type { Name } from '../name.js'
import { NameBuffer } from '../name-buffer.js'
import { checkInt32 } from '../validate.js'

const nothing = new Uint8Array(0)

/** What the calls of one backend share. */
export class Context {
  readonly backend: Backend
  readonly encoder: AddressEncoder
  readonly decoder: AddressDecoder
  /** The calls are synchronous, so that one buffer for names serves them all. */
  readonly name: NameBuffer
  /** The words of a `timeval`, for asking whether a socket has a time-out. */
  readonly timeval: Uint8Array
  readonly heldErrors: HeldErrors

  readonly #capabilities: Capabilities
  readonly #guards: readonly (readonly [flag: number, capability: Indispensable])[]
  readonly #guarded: number
  readonly #control: ControlEncoder

  constructor(backend: Backend) {
    backend.load()
    const { MSG_DONTWAIT = 0, MSG_TRUNC = 0, MSG_ERRQUEUE = 0, MSG_ZEROCOPY = 0 } = backend.platform.constants
    this.#guards = [
      [MSG_DONTWAIT, 'dontWait'],
      [MSG_TRUNC, 'truncatedLength'],
      [MSG_ERRQUEUE, 'errorQueue'],
      [MSG_ZEROCOPY, 'zeroCopy'],
    ]
    this.#guarded = MSG_DONTWAIT | MSG_TRUNC | MSG_ERRQUEUE | MSG_ZEROCOPY
    this.backend = backend
    this.heldErrors = heldErrorsOf(backend)
    // Asked for once: a backend may make the object up each time.
    this.#capabilities = backend.capabilities
    this.#control = new ControlEncoder(backend.platform)
    this.encoder = new AddressEncoder(backend)
    this.decoder = new AddressDecoder(backend.platform)
    this.name = new NameBuffer(backend)
    this.timeval = new Uint8Array(backend.platform.layouts.timeval.size)
  }

  /**
   * Throws the error that a negative result stands for.
   * @param name the address that the call was given
   */
  fail(syscall: string, result: number, name: Name | null = null): never {
    const { platform } = this.backend
    throw syscallError(platform, syscall, result, name && decodeSockaddr(platform, name.bytes, name.length))
  }

  /** Checks flags, and refuses those whose capability the backend has not declared. */
  checkFlags(syscall: string, flags: number): void {
    checkInt32('flags', flags)
    if ((flags & this.#guarded) !== 0) this.#checkGuarded(syscall, flags)
  }

  #checkGuarded(syscall: string, flags: number): void {
    for (const [flag, capability] of this.#guards) {
      if ((flags & flag) !== 0) this.require(capability, syscall)
    }
  }

  /**
   * Control messages as bytes of their own; bytes as they are, unchecked.
   * @param argument what errors call it: `message.control`
   */
  encodeControl(
    argument: string,
    control: readonly ControlInit[] | Uint8Array | undefined,
    syscall: string,
  ): Uint8Array {
    if (control === undefined) return nothing
    if (!Array.isArray(control)) return control as Uint8Array
    const { bytes, length } = this.#control.encode(argument, control, (capability) => this.require(capability, syscall))
    return bytes.slice(0, length)
  }

  /** Refuses a call whose capability the backend has not declared. */
  require(capability: keyof Capabilities, syscall: string): void {
    const { backend } = this
    if (!declares(this.#capabilities, capability)) {
      throw new UnsupportedError(backend.platform, backend.name, capability, syscall)
    }
  }
}

const contexts = new WeakMap<object, Context>()

/** What `createSyscalls` has made calls of. */
export function contextOf(calls: object): Context {
  return contexts.get(calls) as Context
}

export function setContext(calls: object, context: Context): void {
  contexts.set(calls, context)
}
