import type { Name } from '@sendto/core'
import type { Handle } from '../handle.js'
import { count, Statistic } from '../statistics.js'
import type { Joiner } from './joiner.js'
import type { Outgoing } from './outgoing.js'
import type { SendSlab } from './slab.js'

/** From this size on a datagram is sent from where it lies: another call costs less than a copy. */
const large = 16 * 1024

/**
 * Makes the sending calls, and says exactly how many datagrams have left and what the next one met. It runs no code of the program's: errors are numbers, and what
 * they mean is decided elsewhere, but for those that say that a path does not take joined datagrams.
 */
export class Transmitter {
  readonly #handle: Handle
  readonly #joiner: Joiner
  readonly #slab: SendSlab
  readonly #again: number
  readonly #refusals: readonly number[]
  /** What stopped the last call of `transmit`, a negated error number; 0 if nothing has. */
  errno = 0
  /** How many datagrams it stopped: those that were one message. */
  stopped = 0
  /** The call that answered so. */
  syscall = 'sendto'

  constructor(handle: Handle, joiner: Joiner) {
    const { EIO, EINVAL, EMSGSIZE, EAGAIN } = handle.sys.backend.platform.errno
    this.#handle = handle
    this.#joiner = joiner
    this.#slab = handle.environment.sending
    this.#again = -(EAGAIN as number)
    this.#refusals = [EIO, EINVAL, EMSGSIZE].map((errno) => -(errno as number))
  }

  /** Whether there was no room. */
  get wouldBlock(): boolean {
    return this.errno === this.#again
  }

  /**
   * Sends datagrams of a list, in their order, until one does not leave.
   * @returns how many have left
   */
  transmit(list: readonly Outgoing[], from: number, end: number): number {
    this.errno = 0
    this.stopped = 0
    this.#joiner.begin()
    let next = from
    while (next < end && this.errno === 0) {
      const first = list[next] as Outgoing
      if (next + 1 === end || first.size >= large) next += this.#one(first)
      else next += this.#batch(list, next, end)
    }
    return next - from
  }

  /** Sends one datagram, and says what the call did. */
  send(data: Uint8Array, size: number, name: Name | null, control: Uint8Array | null): number {
    const { fd, statistics } = this.#handle
    count(statistics, Statistic.sends)
    let result: number
    if (control === null) {
      this.syscall = 'sendto'
      result = this.#slab.sends.sendto(fd, data, name)
    } else if (size < large) {
      this.syscall = 'sendmmsg'
      result = this.#sendCopy(data, size, name, control)
    } else {
      this.syscall = 'sendmsg'
      result = this.#slab.sends.sendmsg(fd, data, name, control)
    }
    if (result < 0) this.#stop(result, 1)
    return result
  }

  #one({ data, size, name, control }: Outgoing): number {
    const result = this.send(data, size, name, control)
    if (result < 0) return 0
    this.left(1, result)
    return 1
  }

  // Control data that the slab has already is not copied again, which makes this cheaper than a sendmsg(2) of data where it lies.
  #sendCopy(data: Uint8Array, size: number, name: Name | null, control: Uint8Array): number {
    const { sends, vector } = this.#slab
    vector.clear()
    vector.add(data, size, name)
    vector.setControl(control)
    const result = sends.sendmmsg(this.#handle.fd, vector, 0)
    return result > 0 ? size : result || this.#again
  }

  #batch(list: readonly Outgoing[], from: number, end: number): number {
    const { sends, vector, runs } = this.#slab
    const { fd, statistics } = this.#handle
    this.#fill(list, from, end)
    let done = 0
    let next = from
    let bytes = 0
    while (done < vector.count) {
      count(statistics, Statistic.sends)
      const result = sends.sendmmsg(fd, vector, done)
      if (result <= 0) {
        // The call stops short without a word, and its reason comes with the next one.
        this.#explain(result === 0 ? this.#again : result, list[next] as Outgoing, runs[done] as number)
        break
      }
      for (let message = 0; message < result; message++) {
        for (let run = runs[done++] as number; run > 0; run--) bytes += (list[next++] as Outgoing).size
      }
    }
    this.left(next - from, bytes)
    return next - from
  }

  /** Packs what there is room for. */
  #fill(list: readonly Outgoing[], from: number, end: number): void {
    const { vector, runs } = this.#slab
    vector.clear()
    let next = from
    while (next < end && vector.count < vector.slots) {
      const first = list[next] as Outgoing
      const { size, control } = first
      if (size >= large || size > vector.room) break
      const run = this.#joiner.run(list, next, end, vector.room)
      runs[vector.count] = run
      vector.add(first.data, size, first.name)
      const last = next + run
      while (++next < last) {
        const { data, size } = list[next] as Outgoing
        vector.append(data, size)
      }
      if (run > 1) {
        vector.extend()
        vector.setControl(this.#slab.segmentControl(size, control))
      } else if (control !== null) vector.setControl(control)
    }
  }

  #explain(result: number, { name, size }: Outgoing, run: number): void {
    // What is left of the list is packed anew then, and these stand alone.
    if (run > 1 && this.isRefusal(result)) this.#joiner.refusals.add(name, size)
    else this.#stop(result, run)
    this.syscall = 'sendmmsg'
  }

  /** Whether an error says that a message may not be cut into segments. */
  isRefusal(result: number): boolean {
    return this.#refusals.includes(result)
  }

  #stop(result: number, datagrams: number): void {
    this.errno = result
    this.stopped = datagrams
    if (result === this.#again) count(this.#handle.statistics, Statistic.wouldBlock)
  }

  /** Counts what has left. */
  left(datagrams: number, bytes: number): void {
    count(this.#handle.statistics, Statistic.datagramsSent, datagrams)
    count(this.#handle.statistics, Statistic.bytesSent, bytes)
  }
}
