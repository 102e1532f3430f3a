import {
  type AddressInit,
  byteLengthOf,
  checkBytes,
  checkInteger,
  checkObject,
  invalidArgType,
  type Name,
  type SyscallError,
} from '@sendto/core'
import type { Handle } from '../handle.js'
import { Backlog } from './backlog.js'
import { Joiner } from './joiner.js'
import type { Limits } from './limits.js'
import { type OutgoingDatagram, readDatagrams } from './many.js'
import { Outgoing } from './outgoing.js'
import { Peer } from './peer.js'
import { Recovery } from './recovery.js'
import { Segments } from './segments.js'
import { type SendOptions, SendOptionsEncoder } from './send-options.js'
import type { SendSlab } from './slab.js'
import { Transmitter } from './transmitter.js'

/** What became of several datagrams. */
export interface SendResult {
  /** How many have left, from the first on. */
  readonly sent: number
  /** What the next one met; null if all have left, or if there was no room for it. */
  readonly error: SyscallError | null
}

/** Sends: at once, or in the order of a queue. */
export class Sender {
  readonly #handle: Handle
  readonly #slab: SendSlab
  readonly #peer: Peer
  readonly #joiner: Joiner
  readonly #options: SendOptionsEncoder
  readonly #transmitter: Transmitter
  readonly #recovery: Recovery
  readonly #backlog: Backlog

  /** @param onDrain called when nothing waits any more after somebody was told that there is no room */
  constructor(handle: Handle, limits: Limits, onDrain: () => void) {
    this.#handle = handle
    this.#slab = handle.environment.sending
    this.#peer = new Peer(handle)
    this.#joiner = new Joiner(handle, this.#peer, limits.join)
    this.#options = new SendOptionsEncoder(handle, this.#peer)
    this.#transmitter = new Transmitter(handle, this.#joiner)
    this.#recovery = new Recovery(handle, this.#peer)
    const parts = { transmitter: this.#transmitter, recovery: this.#recovery, joiner: this.#joiner }
    this.#backlog = new Backlog(handle, limits, parts, onDrain)
  }

  get queuedDatagrams(): number {
    return this.#backlog.datagrams
  }

  get queuedBytes(): number {
    return this.#backlog.bytes
  }

  trySend(data: Uint8Array, to: AddressInit | null | undefined, options: SendOptions | undefined): boolean {
    const name = this.#nameOf('sendto', to)
    const control = this.#controlOf(options, name)
    checkBytes('data', data)
    this.#handle.descriptor.check('sendto')
    if (this.#backlog.holds(name)) {
      this.#backlog.refuse()
      return false
    }
    const size = byteLengthOf(data)
    let result = this.#transmitter.send(data, size, name, control)
    while (result < 0) {
      if (this.#transmitter.wouldBlock) {
        this.#backlog.wait(name)
        return false
      }
      const { errno, syscall } = this.#transmitter
      if (!this.#recovery.sendsAgain(errno, name)) throw this.#recovery.error(syscall, errno, name)
      result = this.#transmitter.send(data, size, name, control)
    }
    this.#recovery.reset()
    this.#transmitter.left(1, result)
    return true
  }

  send(data: Uint8Array, to: AddressInit | null | undefined, options: SendOptions | undefined): Promise<void> {
    try {
      return this.#backlog.push(this.#read('send', data, to, options))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  sendMany(datagrams: readonly OutgoingDatagram[]): SendResult {
    const { descriptor } = this.#handle
    descriptor.check('sendmmsg')
    if (!Array.isArray(datagrams)) throw invalidArgType('datagrams', 'an array', datagrams)
    this.#backlog.flush()
    const count = datagrams.length
    checkInteger('datagrams.length', count, 0, 2 ** 24)
    const list = this.#slab.borrowList(count)
    try {
      readDatagrams(datagrams, list, count, { sends: this.#slab.sends, options: this.#options })
      descriptor.check('sendmmsg')
      const end = this.#backlog.firstHeld(list, count)
      return this.#sendAll(list, end, (from) => this.#transmitter.transmit(list, from, end))
    } finally {
      for (let index = 0; index < count; index++) (list[index] as Outgoing).clear()
      this.#slab.giveBack(list)
    }
  }

  sendSegments(
    data: Uint8Array,
    segmentSize: number,
    to: AddressInit | null | undefined,
    options: SendOptions | undefined,
  ): SendResult {
    this.#handle.descriptor.check('sendmsg')
    checkInteger('segmentSize', segmentSize, 1, 65_535)
    this.#backlog.flush()
    const whole = this.#read('sendmsg', data, to, options)
    const segments = new Segments(whole, segmentSize)
    const count = this.#backlog.firstHeld([whole], 1) * segments.count
    return this.#sendAll([whole], count, (from) => segments.transmit(this.#transmitter, this.#joiner, this.#slab, from))
  }

  drained(): Promise<void> {
    return this.#backlog.drained()
  }

  writable(): void {
    this.#backlog.writable()
  }

  /** The socket is about to be connected to another peer, or to none: what waits for the present one leaves, or is given its address. */
  beforeReconnect(): void {
    this.#backlog.flush()
    this.#backlog.address(this.#peer.name)
  }

  /** The socket may have been connected to another peer, or to none. */
  afterReconnect(): void {
    this.#peer.forget()
    this.#joiner.refusals.clear()
  }

  close(): void {
    this.#backlog.close()
  }

  #nameOf(syscall: string, to: AddressInit | null | undefined): Name | null {
    this.#handle.descriptor.check(syscall)
    return to === null || to === undefined ? null : this.#slab.sends.name('to', to)
  }

  #controlOf(options: SendOptions | undefined, name: Name | null): Uint8Array | null {
    if (options === undefined) return null
    checkObject('options', options)
    return this.#options.encode('options.', options, name)
  }

  /** The data comes last: getters of the other arguments are the program's code, and could detach it, or close the socket. */
  #read(
    syscall: string,
    data: Uint8Array,
    to: AddressInit | null | undefined,
    options: SendOptions | undefined,
  ): Outgoing {
    const outgoing = new Outgoing()
    outgoing.name = this.#nameOf(syscall, to)
    outgoing.control = this.#controlOf(options, outgoing.name)
    outgoing.setData('data', data)
    this.#handle.descriptor.check(syscall)
    return outgoing
  }

  /** @param step sends from some datagram on until something stops it, and says how many have left */
  #sendAll(list: readonly Outgoing[], count: number, step: (from: number) => number): SendResult {
    let sent = 0
    while (sent < count) {
      const left = step(sent)
      sent += left
      if (left > 0) this.#recovery.reset()
      const { errno, syscall, wouldBlock } = this.#transmitter
      if (errno === 0) continue
      const { name } = list[Math.min(sent, list.length - 1)] as Outgoing
      if (wouldBlock) {
        this.#backlog.wait(name)
        break
      }
      if (!this.#recovery.sendsAgain(errno, name)) {
        this.#recovery.reset()
        return { sent, error: this.#recovery.error(syscall, errno, name) }
      }
    }
    return { sent, error: null }
  }
}
