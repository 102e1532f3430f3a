import { ERROR, hostPlatform, READABLE, type Watch, WRITABLE } from '@sendto/core'
import { Coalesced } from './coalesced.js'
import { EpollWatch } from './epoll-watch.js'
import type { Libc } from './libc.js'
import type { Wake } from './wake.js'

// fcntl(2), epoll(7), of Linux.
const F_GETFL = 3
const O_NONBLOCK = 0x800
const EPOLL_CLOEXEC = 0x80000
const EPOLL_CTL_ADD = 1
const EPOLL_CTL_DEL = 2
const EPOLL_CTL_MOD = 3
const EPOLLIN = 1
const EPOLLOUT = 4
const EPOLLERR = 8
const EPOLLET = 0x80000000

/** By which the epoll knows the clock. */
const clockId = 0

/** `struct epoll_event` is packed on x86 alone. In 32-bit words: its size, and where the data begins. */
const [eventWords, dataWord] = process.arch === 'x64' || process.arch === 'ia32' ? [3, 1] : [4, 2]

/** In one turn of the loop; others have their turn in the next, in which the kernel begins with them. */
const most = 64

/** What a watch tells of that finds itself among those that are ready. */
const told = (happened: number) =>
  (happened & EPOLLIN ? READABLE : 0) | (happened & EPOLLOUT ? WRITABLE : 0) | (happened & EPOLLERR ? ERROR : 0)

/**
 * The watches of this environment: readiness on its event loop.
 *
 * libuv watches one descriptor alone, an epoll of ours, in which the watched ones are. libuv would stop a handle whose descriptor reports an error, end the
 * process over one that was closed behind its back, and has no edge-triggered mode, without which an error that nobody reads would keep the loop turning.
 */
export class Watches {
  readonly #c: Libc
  readonly #epoll: number
  readonly #wake: Wake
  readonly #ready = new Uint32Array(most * eventWords)
  readonly #event = new Uint32Array(eventWords)
  readonly #watches = new Map<number, EpollWatch>()
  readonly #byDescriptor = new Map<number, EpollWatch>()
  readonly #coalesced: Coalesced
  #last = 0
  #looking = false
  #refs = 0

  /** Returns the negated error number where there can be none. */
  static open(c: Libc): Watches | number {
    const epoll = c.epoll_create1(EPOLL_CLOEXEC)
    return epoll < 0 ? -c.errno() : new Watches(c, epoll)
  }

  private constructor(c: Libc, epoll: number) {
    this.#c = c
    this.#epoll = epoll
    c.environment.opened(epoll)
    this.#wake = c.wakeOn(epoll)
    this.#coalesced = new Coalesced(c, (clock) => {
      this.#event[0] = EPOLLIN
      this.#event[dataWord] = clockId
      return c.epoll_ctl(epoll, EPOLL_CTL_ADD, clock, this.#event) === 0
    })
  }

  add(fd: number, events: number, onReady: (events: number) => void): Watch | number {
    const refusal = this.#refusal(fd)
    if (refusal !== 0) return -refusal
    const watch = new EpollWatch(this, fd, this.#nextId(), onReady)
    // Whether the descriptor can be watched is told now, even if it begins paused.
    const result = this.register(watch, events === 0 ? ERROR : events)
    if (result < 0) return -this.#c.errno()
    if (events === 0) this.register(watch, 0)
    this.#watches.set(watch.id, watch)
    this.#byDescriptor.set(fd, watch)
    this.count(+1)
    this.#look()
    return watch
  }

  /** Has a watch go by the clock. Returns whether it does. */
  coalesce(watch: EpollWatch, microseconds: number): boolean {
    const { events } = watch
    if ((events & READABLE) === 0 || !this.#coalesced.add(watch, microseconds)) return false
    this.register(watch, 0)
    watch.events = events
    return true
  }

  /** Has it go by readiness, for these events. */
  change(watch: EpollWatch, events: number): void {
    this.#coalesced.remove(watch)
    this.register(watch, events)
  }

  /** Has the epoll know what a watch wants. Returns -1 and sets errno if it cannot. */
  register(watch: EpollWatch, events: number, edge = false): number {
    const { registered, fd, id } = watch
    watch.events = events
    watch.edge = edge
    // Only what is not there at all reports no errors.
    watch.registered = events !== 0
    if (!registered && !watch.registered) return 0
    this.#event[0] = (events & READABLE ? EPOLLIN : 0) | (events & WRITABLE ? EPOLLOUT : 0) | (edge ? EPOLLET : 0)
    this.#event[dataWord] = id
    const operation = !watch.registered ? EPOLL_CTL_DEL : registered ? EPOLL_CTL_MOD : EPOLL_CTL_ADD
    return this.#c.epoll_ctl(this.#epoll, operation, fd, this.#event)
  }

  /** The loop is kept alive for as long as one of the watches does. */
  count(refs: number): void {
    this.#refs += refs
    this.#wake.keeps = this.#refs > 0
  }

  forget(watch: EpollWatch): void {
    this.change(watch, 0)
    this.#watches.delete(watch.id)
    this.#byDescriptor.delete(watch.fd)
  }

  /** Ends the watch of a descriptor, if there is one. */
  closeOf(fd: number): void {
    this.#byDescriptor.get(fd)?.close()
  }

  #refusal(fd: number): number {
    const { EINVAL = 0, EEXIST = 0 } = hostPlatform().errno
    const flags = this.#c.fcntl(fd, F_GETFL, 0)
    if (flags < 0) return this.#c.errno()
    if ((flags & O_NONBLOCK) === 0) return EINVAL
    return this.#byDescriptor.has(fd) ? EEXIST : 0
  }

  #nextId(): number {
    do this.#last = (this.#last + 1) >>> 0
    while (this.#last === clockId || this.#watches.has(this.#last))
    return this.#last
  }

  // An immediate that is not referenced lets the loop sleep, and runs when something has woken it, which Node sees to in each turn.
  #look(): void {
    if (this.#looking || this.#watches.size === 0) return
    this.#looking = true
    setImmediate(this.#turn).unref()
  }

  // Nothing in here is for a turn of one kind alone: the first turn of a kind that the compiler has not seen has it begin again, while datagrams come.
  readonly #turn = (): void => {
    this.#looking = false
    const first = this.#wake.hasWoken() ? this.#harvest() : undefined
    this.#look()
    first?.()
  }

  // Each has an immediate of its own, where it may throw, and after which microtasks and ticks are drained. The first one has that of this turn, and is returned;
  // the others have theirs in the next turn, which comes at once, before anything is harvested again.
  #harvest(): (() => void) | undefined {
    const count = this.#c.epoll_wait(this.#epoll, this.#ready, most, 0)
    let first: (() => void) | undefined
    for (let i = 0; i < count; i++) {
      const id = this.#ready[i * eventWords + dataWord] as number
      if (id === clockId) {
        for (const watch of this.#coalesced.due()) {
          if (first === undefined) first = () => watch.tick()
          else setImmediate(() => watch.tick())
        }
        continue
      }
      const watch = this.#watches.get(id)
      if (watch === undefined) continue
      const happened = told(this.#ready[i * eventWords] as number)
      // Errors and hang-ups are reported unasked, for as long as they last. Where that is all, only what comes anew is to wake the loop.
      const edge = (happened & watch.events) === 0
      if (edge !== watch.edge) this.register(watch, watch.events, edge)
      if (edge) continue
      if (first === undefined) first = () => watch.deliver(happened)
      else setImmediate(deliver, watch, happened)
    }
    return first
  }
}

function deliver(watch: EpollWatch, happened: number): void {
  watch.deliver(happened)
}
