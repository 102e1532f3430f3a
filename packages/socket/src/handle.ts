import {
  type Address,
  type DescriptorWatch,
  ERROR,
  READABLE,
  type Readiness,
  type Syscalls,
  WRITABLE,
} from '@sendto/core'
import type { Descriptor } from './descriptor.js'
import type { Environment } from './environment.js'

/** Who waits for an event: where its events stand among those of all. */
export const Part = { receiving: 0, sending: 3, errors: 6 } as const

export type Part = keyof typeof Part

/** What is done when the descriptor is ready. */
export interface Duties {
  readable(): void
  writable(): void
  /** An error is pending, or something is on the error queue. */
  error(): void
}

/**
 * A socket's descriptor and its one watch, which the parts of the socket share. There is a watch only while one of them waits for something: a socket that nobody
 * waits for keeps nothing alive and can become garbage.
 */
export class Handle {
  readonly environment: Environment
  readonly descriptor: Descriptor
  readonly family: Address['family']
  readonly statistics: Float64Array
  /** Set once, by the socket. */
  duties: Duties | null = null
  /**
   * Whether an error that a call met is that of an earlier datagram, by an ICMP message: it is told as an event, and the call, which has done nothing, is to be made again.
   * Set where the socket has an error queue of its own (`icmpErrors`).
   * @param errno negative, as calls return it
   * @param mayBeLost whether to believe it of an error that has left nothing behind but could be one of those: of a call that is made for the first time, say
   */
  absorb: ((errno: number, mayBeLost: boolean) => boolean) | null = null
  #watch: DescriptorWatch | null = null
  // What the parts want together, and what the watch tells of.
  #wanted = 0
  #watched = 0
  // Set for as long as the watch goes by the clock.
  #period = 0
  #ending: NodeJS.Immediate | null = null
  #isMuted = false
  #wantedByParts = 0
  #referenced = true
  #port = 0

  constructor(environment: Environment, descriptor: Descriptor, family: Address['family'], statistics: Float64Array) {
    this.environment = environment
    this.descriptor = descriptor
    this.family = family
    this.statistics = statistics
  }

  get sys(): Syscalls {
    return this.environment.sys
  }

  get fd(): number {
    return this.descriptor.fd
  }

  get isOpen(): boolean {
    return this.descriptor.isOpen
  }

  /** The socket's own port; 0 while it has none. What it has once, it keeps. */
  get port(): number {
    if (this.#port === 0) this.#port = this.sys.getsockname(this.fd).port ?? 0
    return this.#port
  }

  /** From now on a part of the socket waits for these events, a sum of READABLE, WRITABLE and ERROR; 0 for none. */
  want(part: Part, events: number): void {
    const byParts = (this.#wantedByParts & ~(7 << Part[part])) | (events << Part[part])
    if (byParts === this.#wantedByParts || !this.isOpen) return
    this.#wantedByParts = byParts
    const wanted = (byParts | (byParts >>> Part.sending) | (byParts >>> Part.errors)) & 7
    this.#wanted = wanted
    if (wanted === 0) this.#endSoon()
    else if (this.#watch === null) this.#begin()
    else this.#change()
  }

  /** In microseconds, where those who receive have their turn by the clock; 0 where it is by readiness. */
  get period(): number {
    return this.#period
  }

  set period(microseconds: number) {
    // Who waits for something else has to be told of it.
    const isAlone = this.#watched === (READABLE | ERROR) && this.#wantedByParts >>> Part.sending === 0
    if (microseconds > 0 && isAlone && this.#watch?.coalesce(microseconds)) this.#period = microseconds
    else if (this.#period > 0) this.#tell(this.#watched)
  }

  /** Hears of no errors until something else is ready: there is one that nobody reads, and it would keep the loop turning. */
  muteErrors(): void {
    this.#isMuted = true
    this.#change()
  }

  /** Has the duties run in the async context of this call from now on. */
  enterContext(): void {
    if (this.#wanted === 0) return
    this.#end()
    this.#begin()
  }

  ref(): void {
    this.#referenced = true
    this.#watch?.ref()
  }

  unref(): void {
    this.#referenced = false
    this.#watch?.unref()
  }

  close(): void {
    this.#end()
    this.#wanted = 0
    this.duties = null
    this.descriptor.close()
  }

  #begin(): void {
    this.#watched = this.#audible
    this.#watch = this.sys.watch(this.fd, eventsOf(this.#watched), (ready) => this.#ready(ready))
    if (!this.#referenced) this.#watch.unref()
  }

  // The events that the watch is to tell of.
  get #audible(): number {
    return this.#isMuted ? this.#wanted & ~ERROR : this.#wanted
  }

  #change(): void {
    const events = this.#audible
    if (events !== this.#watched) this.#tell(events)
  }

  #tell(events: number): void {
    this.#watched = events
    this.#period = 0
    this.#watch?.change(eventsOf(events))
  }

  // Who waits for one datagram after the other would otherwise have a new watch for each.
  #endSoon(): void {
    if (this.#watch === null) return
    this.#ending ??= setImmediate(() => {
      this.#ending = null
      if (this.#wanted === 0) this.#end()
    })
  }

  #end(): void {
    this.#period = 0
    this.#watch?.close()
    this.#watch = null
  }

  // Each duty may close the socket, or throw: what is left then comes again with the next turn of the loop.
  #ready({ readable, writable, error }: Readiness): void {
    if (this.#isMuted) {
      this.#isMuted = false
      this.#change()
    }
    if (error && (this.#wanted & ERROR) !== 0) this.duties?.error()
    if (writable && (this.#wanted & WRITABLE) !== 0) this.duties?.writable()
    if (readable && (this.#wanted & READABLE) !== 0) this.duties?.readable()
  }
}

function eventsOf(wanted: number) {
  return { readable: (wanted & READABLE) !== 0, writable: (wanted & WRITABLE) !== 0, error: (wanted & ERROR) !== 0 }
}
