import { ERROR, type ReceivedMessage, SyscallError } from '@sendto/core'
import type { Handle } from '../handle.js'
import { brought } from './brought.js'
import { eventOf, isIcmp, type QueuedEvent, recordOf, type Stages, stagesOf } from './events.js'

/** So many records are read in one turn of the loop: a flood of ICMP messages must not keep it from everything else. */
const recordsPerTurn = 64

/** So many are read, and so many events wait to be told, where a call is held up by them. The kernel's own queue is bounded as well, and loses what is beyond. */
const mostRecords = 1024

/** Takes what a record quotes, or the datagram that a timestamp comes with. Used during a call alone, by all sockets of the thread. */
let quote: Uint8Array | undefined

/**
 * The error queue of a socket, where the kernel puts the ICMP errors that its datagrams have met: IP_RECVERR of ip(7), MSG_ERRQUEUE of recvmsg(2).
 *
 * The kernel tells each of them twice: by a record on the queue, which becomes an event, and by failing the next call, whatever that call is about. The latter is
 * taken away.
 */
export class ErrorQueue {
  readonly #handle: Handle
  readonly #tell: (event: QueuedEvent) => void
  readonly #flags: number
  readonly #brought: ReadonlySet<number>
  readonly #stages: Stages
  #pending: QueuedEvent[] = []
  #isScheduled = false

  /** @param tell emits an event; it may throw, or close the socket */
  constructor(handle: Handle, tell: (event: QueuedEvent) => void) {
    const { constants, errno } = handle.sys.backend.platform
    const { MSG_ERRQUEUE = 0, MSG_DONTWAIT = 0 } = constants
    this.#handle = handle
    this.#tell = tell
    this.#flags = MSG_ERRQUEUE | MSG_DONTWAIT
    this.#stages = stagesOf(handle.sys.backend.platform)
    this.#brought = new Set(brought.map((name) => -(errno[name] ?? 0)))
    handle.want('errors', ERROR)
  }

  /** Something is on the queue, or an error is pending. What is left is there in the next turn of the loop too. */
  ready(): void {
    this.#drain(recordsPerTurn)
    this.#tellPending()
  }

  /**
   * Whether the error of a call is that of an earlier datagram, so that the call is to be made again: it has done nothing. The events are told when what runs now has
   * returned.
   * @param errno negative
   * @param mayBeLost whether to believe it without a record too
   */
  absorb(errno: number, mayBeLost: boolean): boolean {
    if (!this.#handle.isOpen) return false
    const found = this.#drain(mostRecords)
    this.#tellSoon()
    // The kernel puts the record on the queue first, so that it may have been read before the socket had the error; and none at all where the receive queue is full.
    return found || (mayBeLost && this.#brought.has(errno))
  }

  /** Reads the queue. Returns whether there was an ICMP error. */
  #drain(most: number): boolean {
    let found = false
    quote ??= new Uint8Array(65_535)
    for (let count = 0; count < most; count++) {
      const message = this.#next(quote)
      if (message === null) break
      const record = recordOf(message)
      if (record === null) continue
      if (isIcmp(record)) found = true
      if (this.#pending.length >= mostRecords) continue
      const event = eventOf(record, message, this.#stages, () => (quote as Uint8Array).slice(0, message.size))
      if (event !== null) this.#pending.push(event)
    }
    // Reading the option clears the error that the next call would fail with. There is one while records are left, and one without a record where the queue was full.
    this.#handle.sys.getOption(this.#handle.fd, 'SO_ERROR')
    return found
  }

  #next(data: Uint8Array): ReceivedMessage | null {
    const { sys, fd } = this.#handle
    try {
      return sys.recvmsg(fd, data, { flags: this.#flags })
    } catch (error) {
      if (error instanceof SyscallError && error.code === 'EAGAIN') return null
      throw error
    }
  }

  #tellPending(): void {
    const pending = this.#pending
    this.#pending = []
    let told = 0
    try {
      while (told < pending.length && this.#handle.isOpen) this.#tell(pending[told++] as QueuedEvent)
    } finally {
      // A listener has thrown.
      if (told < pending.length && this.#handle.isOpen) {
        this.#pending = [...pending.slice(told), ...this.#pending]
        this.#tellSoon()
      }
    }
  }

  #tellSoon(): void {
    if (this.#isScheduled || this.#pending.length === 0) return
    this.#isScheduled = true
    process.nextTick(() => {
      this.#isScheduled = false
      this.#tellPending()
    })
  }
}
