import type { Handle } from '../handle.js'
import { Statistic } from '../statistics.js'

/** After so many wake-ups it is decided anew. */
const wakeUps = 32

/** In microseconds: what is shorter saves nothing. */
const shortest = 20

/** By so much the wake-ups are to become fewer, or it is not worth the waiting. */
const gain = 1.25

/** With so many looks in vain, one after the other, a stream is over. */
const vain = 2

/** No more than this part of the receive buffer is to fill up meanwhile; and what a message takes of it beside its data, about. */
const part = 3
const overhead = 1024

/** So many messages are to have room in that part, at least: of large ones, which the kernel has joined, one that comes too early would find the buffer full. */
const several = 4

/**
 * Has a dense stream wake the loop by the clock, instead of by whichever datagram comes first: to come back costs as much as to receive some ten of them, and a loop that comes back at once
 * finds two or three. Interrupts of network cards are coalesced for the same reason.
 *
 * Only for sockets that do not send: somebody may wait for the answers of those that do.
 */
export class Pace {
  readonly #handle: Handle
  readonly #longest: number
  readonly #most: number
  #wakeUps = 0
  #messages = 0
  #vain = 0
  // When they began to be counted, unknown in the beginning and while the socket sends; and what had been counted by then.
  #since = Number.NaN
  #bytes = 0
  #datagrams = 0
  #sends = 0

  /**
   * @param longest how many microseconds a datagram may wait; 0 for none
   * @param perTurn how many datagrams are taken in one turn of the loop
   */
  constructor(handle: Handle, longest: number, perTurn: number) {
    this.#handle = handle
    this.#longest = longest
    this.#most = perTurn / 2
  }

  /** Is told of each wake-up, how many messages it has brought, and whether more have been left for the next. */
  woke(messages: number, more: boolean): void {
    this.#wakeUps++
    this.#messages += messages
    this.#vain = messages === 0 ? this.#vain + 1 : 0
    // What was left is not to wait as well.
    const isOver = this.#handle.period > 0 && (more || this.#vain === vain)
    if (this.#wakeUps < wakeUps && !isOver) return
    if (this.#longest > 0 && this.#handle.isOpen) this.#decide(isOver)
    this.#wakeUps = 0
    this.#messages = 0
  }

  #decide(isOver: boolean): void {
    const sends = this.#handle.statistics[Statistic.sends] as number
    const isSending = sends !== this.#sends
    this.#sends = sends
    const period = isOver || isSending ? 0 : this.#fitting()
    if (isSending) this.#since = Number.NaN
    const set = this.#handle.period
    // A timer that is set anew costs a call or two.
    if (period === 0 || Math.abs(period - set) * 4 > set) this.#handle.period = period
  }

  // How long to wait for more; 0 to wait for nothing.
  #fitting(): number {
    const { sys, fd, period, statistics } = this.#handle
    const now = performance.now()
    const elapsed = (now - this.#since) * 1000
    const received = statistics[Statistic.bytesReceived] as number
    const datagrams = (statistics[Statistic.datagramsReceived] as number) - this.#datagrams
    const filled = received - this.#bytes + overhead * this.#messages
    this.#since = now
    this.#bytes = received
    this.#datagrams += datagrams
    if (Number.isNaN(elapsed)) return 0
    // From one wake-up to the next, if it were for readiness alone: in a stream that goes by the clock, at most from one message to the next.
    const apart = elapsed / (period > 0 ? this.#messages : this.#wakeUps)
    if (!(this.#longest > gain * apart)) return 0
    const room = sys.getOption(fd, 'SO_RCVBUF') / part
    if (room * this.#messages < several * filled) return 0
    const bearable = Math.floor(Math.min(room / filled, this.#most / datagrams) * elapsed)
    const fitting = Math.min(this.#longest, bearable)
    return fitting >= shortest && fitting > gain * apart ? fitting : 0
  }
}
