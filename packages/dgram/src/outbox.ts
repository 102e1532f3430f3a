import { Buffer } from 'node:buffer'
import process from 'node:process'
import { type AddressInit, type DatagramSocket, type SendResult, SyscallError } from 'sendto'
import { errno } from './errors.js'

/** So much is joined at most: what one message may carry. */
const slabSize = 65_507

/** So many are handed over at once, since each that fails has those behind it handed over once more; after one that failed they begin anew, with one. */
const mostAtOnce = 128

/** A datagram on its way. */
export interface Outgoing {
  /** Told once how it ended: null if it has left. */
  end(error: SyscallError | null): void
}

/** Datagrams of one size to one destination, the last of which may be shorter. */
interface Run {
  readonly to: AddressInit | null
  readonly start: number
  readonly segmentSize: number
  end: number
  readonly first: number
  count: number
}

/** Slabs that no outbox fills. */
const idle: Buffer[] = []
const mostIdle = 16

/** Those that hold something: it leaves before the process does. */
const filled = new Set<Outbox>()

// No tick comes after this: what listeners of `exit` send leaves at once.
let isEnding = false
process.on('exit', () => {
  isEnding = true
  flushAll()
})

// In the place of memory that was transferred since it was given to be sent, which no call takes: Node sends nothing in its place, too.
const nothing = new Uint8Array(0)

/** Has all that this thread holds leave now: before a socket is given an address, a peer or a group, or closed, since what was sent before may be for it. */
export function flushAll(): void {
  for (const outbox of filled) outbox.flush()
}

/**
 * Holds the sends of one turn of the event loop, so that they leave together. Their bytes are copied at once, since the program may change them afterwards. They leave at the end
 * of the tick queue, or before that where there is no room, or where something else is to happen to the socket.
 */
export class Outbox {
  readonly #socket: DatagramSocket
  readonly #most: number
  #slab: Buffer | null = null
  #used = 0
  #runs: Run[] = []
  #outgoing: Outgoing[] = []
  #scheduled = false
  // Of those that found no room.
  #waiting = 0
  #waitingBytes = 0

  /** @param most so many datagrams are joined at most */
  constructor(socket: DatagramSocket, most: number) {
    this.#socket = socket
    this.#most = most
  }

  /** Datagrams, and bytes, that the kernel had no room for. */
  get queueCount(): number {
    return this.#waiting
  }

  get queueSize(): number {
    return this.#waitingBytes
  }

  /** Whether nothing is held back. */
  get isEmpty(): boolean {
    return this.#slab === null && this.#waiting === 0
  }

  /** Sends a datagram at once, past nothing: null if it has left, why it cannot, or false if there is no room for it. */
  sendAlone(data: Uint8Array, to: AddressInit | null): SyscallError | null | false {
    try {
      return this.#socket.trySend(data.byteLength > 0 ? data : nothing, to) ? null : false
    } catch (error) {
      return asSyscallError(error)
    }
  }

  /** @param others whether others of this turn come after it; null if nobody knows, who is waited for until the end of the tick queue */
  add(
    list: readonly Uint8Array[],
    size: number,
    to: AddressInit | null,
    outgoing: Outgoing,
    others: boolean | null,
  ): void {
    if (size > slabSize - this.#used) this.flush()
    if (size > slabSize) {
      outgoing.end(this.#trySend(Buffer.concat(list), to))
      return
    }
    this.#slab ??= idle.pop() ?? Buffer.allocUnsafeSlow(slabSize)
    const start = this.#used
    for (const part of list) {
      if (part.byteLength === 0) continue
      this.#slab.set(part, this.#used)
      this.#used += part.byteLength
    }
    this.#include(start, size, to)
    this.#outgoing.push(outgoing)
    filled.add(this)
    if (others === false || isEnding) this.flush()
    else if (others === null) this.#schedule()
  }

  /** Has all that it holds leave now. */
  flush(): void {
    const [runs, outgoing, slab] = [this.#runs, this.#outgoing, this.#slab]
    if (slab === null) return
    this.#runs = []
    this.#outgoing = []
    this.#slab = null
    this.#used = 0
    filled.delete(this)
    if (outgoing.length === 1) this.#alone(slab, runs[0] as Run, outgoing[0] as Outgoing)
    else for (let next = 0; next < runs.length; ) next = this.#send(slab, runs, next, outgoing)
    if (idle.length < mostIdle) idle.push(slab)
  }

  #include(start: number, size: number, to: AddressInit | null): void {
    const run = this.#runs.at(-1)
    const joins =
      run !== undefined &&
      run.to === to &&
      size > 0 &&
      size <= run.segmentSize &&
      run.count < this.#most &&
      run.end - run.start === run.count * run.segmentSize
    if (joins) {
      run.end += size
      run.count++
    } else {
      this.#runs.push({ to, start, segmentSize: size, end: start + size, first: this.#outgoing.length, count: 1 })
    }
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    process.nextTick(() => {
      this.#scheduled = false
      this.flush()
    })
  }

  #alone(slab: Buffer, { start, end, to }: Run, outgoing: Outgoing): void {
    const data = slab.subarray(start, end)
    const error = this.sendAlone(data, to)
    if (error === false) this.#notSent(data, to, outgoing, null)
    else outgoing.end(error)
  }

  /** Sends a run of several datagrams, or all runs of one up to the next of several. Returns where to go on. */
  #send(slab: Buffer, runs: readonly Run[], from: number, outgoing: readonly Outgoing[]): number {
    const run = runs[from] as Run
    if (run.count > 1) {
      this.#inSegments(slab, run, outgoing)
      return from + 1
    }
    let end = from
    while (end < runs.length && (runs[end] as Run).count === 1) end++
    this.#oneByOne(slab, runs.slice(from, end), outgoing)
    return end
  }

  #inSegments(slab: Buffer, run: Run, outgoing: readonly Outgoing[]): void {
    const { to, segmentSize, count } = run
    const offsetOf = (index: number) => run.start + index * segmentSize
    let begun = 0
    while (begun < count) {
      const data = slab.subarray(offsetOf(begun), run.end)
      const result = this.#attempt(() => this.#socket.sendSegments(data, segmentSize, to))
      const end = begun + result.sent
      for (; begun < end; begun++) outgoing[run.first + begun]?.end(null)
      if (begun === count) return
      const one = slab.subarray(offsetOf(begun), Math.min(offsetOf(begun + 1), run.end))
      this.#notSent(one, to, outgoing[run.first + begun++] as Outgoing, result.error)
    }
  }

  #oneByOne(slab: Buffer, runs: readonly Run[], outgoing: readonly Outgoing[]): void {
    const datagramOf = ({ start, end, to }: Run) => ({ data: slab.subarray(start, end), to })
    let most = mostAtOnce
    for (let begun = 0; begun < runs.length; ) {
      const some = runs.slice(begun, begun + most)
      const { sent, error } = this.#attempt(() => this.#socket.sendMany(some.map(datagramOf)))
      for (let i = 0; i < sent; i++) outgoing[(some[i] as Run).first]?.end(null)
      begun += sent
      most = error === null ? Math.min(2 * most, mostAtOnce) : 1
      if (sent === some.length) continue
      // Where there is no room all the others wait, too.
      const end = error === null ? runs.length : begun + 1
      for (; begun < end; begun++) {
        const run = runs[begun] as Run
        this.#notSent(datagramOf(run).data, run.to, outgoing[run.first] as Outgoing, error)
      }
    }
  }

  // It failed, and those behind it go on; or there was no room for it, and it waits, as do all behind it.
  #notSent(data: Uint8Array, to: AddressInit | null, outgoing: Outgoing, error: SyscallError | null): void {
    if (error !== null) {
      outgoing.end(error)
      return
    }
    const { byteLength } = data
    this.#waiting++
    this.#waitingBytes += byteLength
    const left = (error: SyscallError | null) => {
      this.#waiting--
      this.#waitingBytes -= byteLength
      outgoing.end(error)
    }
    // What a socket that is closed takes with it is told after its `close` event.
    const lost = (error: SyscallError) => (this.#socket.closed ? void setImmediate(left, error) : left(error))
    this.#socket.send(data, to).then(() => left(null), lost)
  }

  #trySend(data: Uint8Array, to: AddressInit | null): SyscallError | null {
    return this.#attempt(() => this.#socket.sendMany([{ data, to }])).error
  }

  #attempt(send: () => SendResult): SendResult {
    try {
      return send()
    } catch (error) {
      return { sent: 0, error: asSyscallError(error) }
    }
  }
}

// A send that cannot be made at all, to an address of another family for one, fails as the kernel would have it.
function asSyscallError(error: unknown): SyscallError {
  return error instanceof SyscallError ? error : new SyscallError('EINVAL', errno('EINVAL'), 'send')
}
