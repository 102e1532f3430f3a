import { type Name, WRITABLE } from '@sendto/core'
import { refusal } from '../descriptor.js'
import type { Handle } from '../handle.js'
import { type FullPeer, FullPeers } from './full-peers.js'
import type { Joiner } from './joiner.js'
import type { Limits } from './limits.js'
import type { Outgoing } from './outgoing.js'
import { Queue } from './queue.js'
import { Queued } from './queued.js'
import type { Recovery } from './recovery.js'
import type { Transmitter } from './transmitter.js'

/** After so many ticks the loop has its turn: a program that awaits each of its sends would otherwise never come back to it. */
const ticksInARow = 64

interface Waiter {
  resolve(): void
  reject(error: unknown): void
}

/** What waits to be sent: until the end of the tick, so that what belongs together leaves together, or until there is room. */
export class Backlog {
  datagrams = 0
  bytes = 0
  readonly #handle: Handle
  readonly #limits: Limits
  readonly #transmitter: Transmitter
  readonly #recovery: Recovery
  readonly #joiner: Joiner
  readonly #onDrain: () => void
  readonly #queue = new Queue()
  #peers: FullPeers | null = null
  #waiters: Waiter[] = []
  #ticks = 0
  #isScheduled = false
  readonly #tick = (): void => {
    this.#isScheduled = false
    this.flush()
  }
  #isFlushing = false
  // The socket's own buffer is full.
  #isBlocked = false
  // Somebody was told that there is no room, and wants to know when there is.
  #hasRefused = false

  constructor(
    handle: Handle,
    limits: Limits,
    parts: { readonly transmitter: Transmitter; readonly recovery: Recovery; readonly joiner: Joiner },
    onDrain: () => void,
  ) {
    this.#handle = handle
    this.#limits = limits
    this.#transmitter = parts.transmitter
    this.#recovery = parts.recovery
    this.#joiner = parts.joiner
    this.#onDrain = onDrain
  }

  /** Whether an earlier datagram to the same place waits. */
  holds(name: Name | null): boolean {
    if (this.datagrams === 0) return false
    return this.#queue.length > 0 || (name !== null && (this.#peers?.get(name)?.queue.length ?? 0) > 0)
  }

  /** How many datagrams of a list come before the first that has to wait for an earlier one; whoever sends it is told of room. */
  firstHeld(list: readonly Outgoing[], count: number): number {
    if (this.datagrams === 0) return count
    for (let index = 0; index < count; index++) {
      if (!this.holds((list[index] as Outgoing).name)) continue
      this.#hasRefused = true
      return index
    }
    return count
  }

  /** Puts a datagram behind those that wait; its data is copied. */
  push(outgoing: Outgoing): Promise<void> {
    const { datagrams, bytes } = this.#limits
    if (this.datagrams >= datagrams || (this.datagrams > 0 && this.bytes + outgoing.size > bytes)) {
      this.#hasRefused = true
      const detail = `the queue of this socket is full: ${this.datagrams} datagrams, ${this.bytes} bytes`
      return Promise.reject(refusal(this.#handle.sys, 'ENOBUFS', 'send', detail))
    }
    return new Promise((resolve, reject) => {
      const { name } = outgoing
      const queued = new Queued(this.#handle.environment.sending.memory, outgoing, resolve, reject)
      this.datagrams++
      this.bytes += queued.size
      const peer = name === null ? undefined : this.#peers?.get(name)
      if (peer === undefined) {
        this.#queue.push(queued)
        this.#schedule()
      } else {
        peer.queue.push(queued)
        this.#peers?.refer(peer)
      }
    })
  }

  /** Sends what waits, as far as there is room. */
  flush(): void {
    if (this.#isFlushing) return
    this.#isFlushing = true
    try {
      while (this.#queue.length > 0 && !this.#isBlocked && this.#handle.isOpen) this.#send(this.#queue)
    } finally {
      this.#isFlushing = false
    }
    this.#settle()
  }

  /** Gives an address to what goes to the peer of the socket. */
  address(name: Name | null): void {
    for (const datagram of this.#queue.list) datagram.name ??= name
  }

  /** Somebody was told that there is no room, and hears of it when there is. */
  refuse(): void {
    this.#hasRefused = true
  }

  /** A datagram to `name` met no room. */
  wait(name: Name | null): FullPeer | null {
    this.#hasRefused = true
    // Of an unconnected Unix socket it is said of one peer.
    if (this.#handle.family === 'unix' && name !== null) {
      this.#peers ??= new FullPeers(this.#handle, (peer) => this.#onRoom(peer))
      return this.#peers.add(name)
    }
    this.#isBlocked = true
    this.#handle.want('sending', WRITABLE)
    return null
  }

  /** There is room again. */
  writable(): void {
    this.#isBlocked = false
    this.#handle.want('sending', 0)
    this.flush()
  }

  /** Resolves when nothing waits. */
  drained(): Promise<void> {
    if (this.#isIdle) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
    })
  }

  close(): void {
    const error = () => refusal(this.#handle.sys, 'ECANCELED', 'send', 'the socket was closed before it left')
    for (const queue of [this.#queue, ...(this.#peers?.close() ?? []).map(({ queue }) => queue)]) {
      for (const datagram of queue.shift(queue.length)) {
        this.#forget(datagram)
        datagram.fail(error())
      }
    }
    const waiters = this.#waiters
    this.#waiters = []
    for (const { reject } of waiters) reject(error())
  }

  get #isIdle(): boolean {
    return this.datagrams === 0 && !this.#isBlocked && (this.#peers?.size ?? 0) === 0
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isBlocked) return
    this.#isScheduled = true
    this.#ticks = (this.#ticks + 1) % ticksInARow
    if (this.#ticks === 0) setImmediate(this.#tick)
    else process.nextTick(this.#tick)
  }

  /** Sends from one of the queues until something stops it; true if that is the lack of room. */
  #send(queue: Queue): boolean {
    const transmitter = this.#transmitter
    const end = queue.length > 1 && this.#joiner.joins ? queue.group() : queue.list.length
    const left = transmitter.transmit(queue.list, queue.head, end)
    for (const datagram of queue.shift(left)) {
      this.#forget(datagram)
      datagram.hasLeft()
    }
    if (left > 0) this.#recovery.reset()
    if (transmitter.errno === 0) return false
    const { name } = queue.list[queue.head] as Queued
    if (transmitter.wouldBlock) {
      this.#block(queue, name)
      return true
    }
    const { errno, syscall, stopped } = transmitter
    if (this.#recovery.sendsAgain(errno, name)) return false
    // One peer's error is told once, and takes one datagram with it.
    for (const datagram of queue.shift(name === null || this.#recovery.isConnected ? 1 : stopped)) {
      this.#forget(datagram)
      datagram.fail(this.#recovery.error(syscall, errno, datagram.name))
    }
    this.#recovery.reset()
    return false
  }

  #block(queue: Queue, name: Name | null): void {
    const peer = this.wait(name)
    if (peer === null || queue !== this.#queue) return
    for (const datagram of queue.takeTo(peer.name.key())) peer.queue.push(datagram)
    this.#peers?.refer(peer)
  }

  #onRoom(peer: FullPeer): void {
    while (peer.queue.length > 0 && this.#handle.isOpen) if (this.#send(peer.queue)) return
    this.#peers?.delete(peer)
    this.#settle()
  }

  #forget({ size }: Queued): void {
    this.datagrams--
    this.bytes -= size
  }

  #settle(): void {
    if (!this.#isIdle || !this.#handle.isOpen) return
    const waiters = this.#waiters
    this.#waiters = []
    for (const { resolve } of waiters) resolve()
    if (this.#hasRefused) process.nextTick(() => this.#drain())
  }

  // Not at once: whoever is just sending would meet the program's code in the middle of it.
  #drain(): void {
    if (!this.#hasRefused || !this.#isIdle || !this.#handle.isOpen) return
    this.#hasRefused = false
    this.#onDrain()
  }
}
