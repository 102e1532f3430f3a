import { ERROR, READABLE, type SyscallError } from '@sendto/core'
import { refusal } from '../descriptor.js'
import { withPeer } from '../errors/peer-error.js'
import type { Handle } from '../handle.js'
import { count, Statistic } from '../statistics.js'
import type { Batch } from './batch.js'
import type { Datagram } from './datagram.js'
import { Inbox, type Waiter } from './inbox.js'
import type { Info } from './info.js'
import { Pace } from './pace.js'
import { QueuedBatch } from './queued-batch.js'
import type { VectorBatch } from './vector-batch.js'
import { type ReceiveOptions, waitFor } from './wait.js'

export type BatchHandler = (batch: Batch) => void

export interface ReceiveLimits {
  /** Reading stops while so many datagrams wait in the queue. */
  readonly queue: number
  /** So many datagrams, or the first call that reaches them, are taken in one turn of the loop. */
  readonly perTurn: number
  /** So many microseconds the datagrams of a dense stream may wait for others. */
  readonly coalesce: number
  /** For so many microseconds the loop does not sleep once something has come. */
  readonly spin: number
  /** What else is wanted of each datagram. */
  readonly info: Info
}

// Fewer than these were all, most likely. After more it is cheaper to ask in vain than to come back in another turn of the loop, which costs some calls.
const several = 4

/** Messages of so many bytes on average are joined datagrams, most likely. */
const joinedBytes = 16 * 1024

/** Receives when there is something and somebody to receive it: a handler of batches, or those who wait for single datagrams. */
export class Receiver {
  readonly #handle: Handle
  readonly #limits: ReceiveLimits
  readonly #fail: (error: unknown) => void
  readonly #onEnd: () => void
  // Most sockets have none: it comes with who waits for single datagrams.
  #inbox: Inbox | null = null
  #handler: BatchHandler | null = null
  #iterators = 0
  // The last turn of the loop had nothing to receive although the socket was readable.
  #wasInVain = false
  #isShut = false
  // What came while all iterators were busy.
  #failure: { readonly error: unknown } | null = null
  // Whether those of the last call were: the next are most likely like them.
  #joined = false
  // The kernel's count, modulo 2^32, as far as it has been told: to a socket before this one too, if the counters are its own.
  #dropped: number
  readonly #pace: Pace

  /**
   * @param fail takes an error that no receiver waits for
   * @param onEnd called when somebody waited and nothing comes any more
   */
  constructor(handle: Handle, limits: ReceiveLimits, fail: (error: unknown) => void, onEnd: () => void) {
    this.#handle = handle
    this.#limits = limits
    this.#fail = fail
    this.#onEnd = onEnd
    this.#pace = new Pace(handle, limits.coalesce, limits.perTurn)
    this.#dropped = (handle.statistics[Statistic.dropped] as number) >>> 0
  }

  get handler(): BatchHandler | null {
    return this.#handler
  }

  set handler(handler: BatchHandler | null) {
    if (handler !== null && (this.#iterators > 0 || this.#inbox?.isAwaited))
      throw busy('onBatch', 'single datagrams are being waited for')
    this.#handler = handler
    this.#wait()
    if (handler === null) return
    this.#handle.enterContext()
    if (this.#inbox !== null && this.#inbox.length > 0) setImmediate(() => this.#handOver())
  }

  /** A datagram that has come, or the next one. */
  receive(options: ReceiveOptions): Promise<Datagram> {
    if (this.#handler !== null) throw busy('receive', 'onBatch takes what comes')
    this.#inbox ??= new Inbox()
    const datagram = this.#inbox.shift()
    if (datagram !== undefined) {
      this.#wait()
      return Promise.resolve(datagram)
    }
    if (this.#isShut) return Promise.reject(this.#shutDown())
    const promise = waitFor(this.#inbox, options, this.#handle.sys, () => this.#wait())
    this.#wait()
    return promise
  }

  iterate(): AsyncIterableIterator<Datagram> {
    if (this.#handler !== null) throw busy('the iterator', 'onBatch takes what comes')
    this.#inbox ??= new Inbox()
    const inbox = this.#inbox
    this.#iterators++
    this.#wait()
    let running = true
    const stop = (): void => {
      if (!running) return
      running = false
      this.#iterators--
      this.#failure = null
      this.#wait()
    }
    const done = (value?: unknown) => ({ done: true, value }) as IteratorReturnResult<undefined>
    return {
      next: () => {
        const datagram = running ? inbox.shift() : undefined
        if (datagram !== undefined) {
          this.#wait()
          return Promise.resolve({ done: false, value: datagram })
        }
        if (!running || this.#isShut || !this.#handle.isOpen) return Promise.resolve(done())
        const failure = this.#failure
        if (failure !== null) {
          stop()
          return Promise.reject(failure.error)
        }
        return new Promise((resolve, reject) => {
          const waiter: Waiter = {
            take: (value) => resolve({ done: false, value }),
            end: () => resolve(done()),
            fail: (error) => {
              stop()
              reject(error)
            },
          }
          inbox.wait(waiter)
          this.#wait()
        })
      },
      return: (value?: unknown) => {
        stop()
        return Promise.resolve(done(value))
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }

  /**
   * Takes what is there, but not without end: timers and other sockets have their turn.
   * @returns whether it met an error
   */
  readable(): boolean {
    const { perTurn, info, spin } = this.#limits
    const { sys, fd, statistics } = this.#handle
    let taken = 0
    let brought = 0
    while (taken < perTurn && this.#isWaiting()) {
      const batch = this.#handle.environment.receiving(this.#handle.family, this.#joined).batch(info)
      let messages: number
      count(statistics, Statistic.receives)
      try {
        messages = sys.recvmmsg(fd, batch.vector)
      } catch (error) {
        if (!this.#handle.absorb?.((error as SyscallError).errno, true))
          this.#failed(withPeer(this.#handle, error as SyscallError))
        return true
      }
      if (messages === 0) {
        count(statistics, Statistic.wouldBlock)
        if (taken === 0 && this.#handle.period === 0) this.#foundNothing()
        break
      }
      this.#wasInVain = false
      this.#countDropped(batch.received(messages, info.to ? this.#handle.port : 0))
      taken += this.#take(batch)
      brought += messages
      // What comes later has its turn when the clock says so.
      if (messages < (this.#handle.period > 0 ? batch.vector.slots : several)) break
    }
    this.#pace.woke(brought, taken >= perTurn)
    if (spin > 0 && brought > 0) this.#handle.environment.spin.keepOn(spin)
    return false
  }

  /** The socket is closed: who waits is told. */
  close(): void {
    this.#inbox?.end(refusal(this.#handle.sys, 'ECANCELED', 'receive', 'the socket was closed'))
  }

  // Once is legal: somebody else who has the socket too was faster, or a checksum was wrong. A socket that was shut down is readable for ever.
  #foundNothing(): void {
    if (!this.#wasInVain) {
      this.#wasInVain = true
      return
    }
    this.#wasInVain = false
    const { sys, fd } = this.#handle
    const { POLLRDHUP: events = 0 } = sys.backend.platform.constants
    if (events === 0 || sys.poll([{ fd, events }], 0).every(({ revents }) => (revents & events) === 0)) return
    this.#isShut = true
    this.#wait()
    this.#inbox?.end(this.#shutDown())
    this.#onEnd()
  }

  #shutDown(): SyscallError {
    return refusal(this.#handle.sys, 'ESHUTDOWN', 'receive', 'the receiving side was shut down')
  }

  #take(batch: VectorBatch): number {
    const { count: datagrams, bytes } = batch.vector.datagrams
    this.#joined = bytes > batch.vector.messages * joinedBytes
    const { statistics } = this.#handle
    count(statistics, Statistic.datagramsReceived, datagrams)
    count(statistics, Statistic.bytesReceived, bytes)
    this.#handOver()
    if (this.#handler !== null) {
      this.#handler(batch)
    } else {
      for (let i = 0; i < datagrams; i++) this.#inbox?.put(batch.datagram(i))
      this.#wait()
    }
    return datagrams
  }

  #failed(error: unknown): void {
    if (this.#inbox?.fail(error)) return
    if (this.#iterators === 0) {
      this.#fail(error)
      return
    }
    this.#failure = { error }
    this.#wait()
  }

  // What had come together with a single datagram that somebody waited for.
  #handOver(): void {
    const queued = this.#handler !== null && this.#handle.isOpen ? this.#inbox?.takeAll() : undefined
    if (queued?.length) this.#handler?.(new QueuedBatch(queued, this.#limits.info))
  }

  #countDropped(dropped: number): void {
    const more = (dropped - this.#dropped) >>> 0
    // Nothing was told, or datagrams of several queues told in another order.
    if (dropped === 0 || more >= 2 ** 31) return
    this.#dropped = dropped
    count(this.#handle.statistics, Statistic.dropped, more)
  }

  #isWaiting(): boolean {
    if (this.#isShut || !this.#handle.isOpen) return false
    return (
      this.#handler !== null ||
      (this.#inbox !== null &&
        (this.#inbox.isAwaited ||
          (this.#iterators > 0 && this.#failure === null && this.#inbox.length < this.#limits.queue)))
    )
  }

  #wait(): void {
    this.#handle.want('receiving', this.#isWaiting() ? READABLE | ERROR : 0)
  }
}

function busy(who: string, reason: string): Error {
  return Object.assign(new Error(`${who} cannot be used: ${reason}`), { code: 'ERR_INVALID_STATE' })
}
