import type { Address, AddressInit } from '../address/address.js'
import { decodeSockaddr } from '../address/sockaddr.js'
import type { ControlInit } from '../control/init.js'
import { type SyscallError, syscallError } from '../errors.js'
import { sendBatch } from '../fallback.js'
import { ScatteredMessage } from '../messages/message.js'
import { placedMemoryOf, SendVector } from '../messages/send-vector.js'
import { VectorMemory } from '../messages/vector-memory.js'
import type { Name } from '../name.js'
import { type Context, contextOf } from './context.js'
import type { Syscalls } from './index.js'
import { restarts } from './interrupted.js'

const none: readonly Uint8Array[] = []

/** How much a `SendVector` holds. */
export interface SendVectorSize {
  /** How many messages: 1 to 1024. */
  readonly slots: number
  /** How many bytes of data, all together. */
  readonly bytes: number
  /** Room for the control data of each message, in bytes. */
  readonly controlSize: number
}

/**
 * The sends of a backend without exceptions, for who goes by the error number: each returns what the call did, or the negated error number. Addresses and control
 * messages are laid out once, and used as often as one likes. Descriptors and views are trusted.
 */
export class Sends {
  readonly #context: Context
  readonly #batch: ReturnType<typeof sendBatch>
  readonly #timeout: number
  #message: ScatteredMessage

  /** @param sys what `createSyscalls` made of the backend; addresses that it has laid out are known here too */
  constructor(sys: Syscalls) {
    const { backend } = sys
    this.#context = contextOf(sys)
    this.#batch = sendBatch(backend)
    this.#timeout = backend.platform.constants.SO_SNDTIMEO
    this.#message = new ScatteredMessage(backend, 1, 128)
  }

  /**
   * An address, checked and laid out. Each field of it is read once.
   * @param argument what errors call it
   */
  name(argument: string, address: AddressInit): Name {
    return this.#context.encoder.encode(argument, address)
  }

  /** The address that a name was made of. */
  address(name: Name): Address | null {
    return decodeSockaddr(this.#context.backend.platform, name.bytes, name.length)
  }

  /**
   * Control messages, checked and laid out.
   * @param argument what errors call them
   */
  control(argument: string, control: readonly ControlInit[]): Uint8Array {
    return this.#context.encodeControl(argument, control, 'sendmsg')
  }

  /** sendto(2) */
  sendto(fd: number, data: Uint8Array, name: Name | null): number {
    const { backend } = this.#context
    let result = backend.sendto(fd, data, 0, name)
    while (result < 0 && restarts(this.#context, fd, result, this.#timeout)) result = backend.sendto(fd, data, 0, name)
    return result
  }

  /** sendmsg(2), of data where it lies. */
  sendmsg(fd: number, data: Uint8Array, name: Name | null, control: Uint8Array): number {
    const { backend } = this.#context
    if (this.#message.control.byteLength < control.length) {
      this.#message = new ScatteredMessage(backend, 1, control.length)
    }
    const message = this.#message
    message.data = [data]
    message.setName(name)
    message.control.set(control)
    message.controlLength = control.length
    let result = backend.sendmsg(fd, message, 0)
    while (result < 0 && restarts(this.#context, fd, result, this.#timeout)) result = backend.sendmsg(fd, message, 0)
    message.data = none
    return result
  }

  createVector({ slots, bytes, controlSize }: SendVectorSize): SendVector {
    const size = { slots, slotSize: 0, controlSize, payloadSize: bytes }
    return new SendVector(new VectorMemory(this.#context.backend, size))
  }

  /**
   * sendmmsg(2): the messages of the vector from `from` on.
   * @returns how many left; an error only if the very first did not
   */
  sendmmsg(fd: number, vector: SendVector, from: number): number {
    const memory = placedMemoryOf(vector)
    const count = vector.count - from
    let result = this.#batch(fd, memory, from, count, 0)
    while (result < 0 && restarts(this.#context, fd, result, this.#timeout)) {
      result = this.#batch(fd, memory, from, count, 0)
    }
    return result
  }

  /** The error that a negative result stands for. */
  error(syscall: string, result: number, name: Name | null, detail?: string): SyscallError {
    return syscallError(this.#context.backend.platform, syscall, result, name && this.address(name), detail)
  }
}
