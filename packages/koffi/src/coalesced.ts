import { Clock } from './clock.js'
import type { EpollWatch } from './epoll-watch.js'
import type { Libc } from './libc.js'

// socket(7), of Linux: no other socket ever has the same, and what is no socket has none.
const SOL_SOCKET = 1
const SO_COOKIE = 57

/** The watches that go by the clock, which is there from the first on. */
export class Coalesced {
  readonly #c: Libc
  readonly #listen: (clock: number) => boolean
  /** With the cookie of each one's socket. */
  readonly #watches = new Map<EpollWatch, bigint>()
  readonly #cookie = new BigUint64Array(1)
  readonly #size = new Uint32Array(1)
  #clock: Clock | null = null

  /** @param listen has the clock's descriptor told of; returns whether it is */
  constructor(c: Libc, listen: (clock: number) => boolean) {
    this.#c = c
    this.#listen = listen
  }

  /** Returns whether it goes by the clock from now on. */
  add(watch: EpollWatch, microseconds: number): boolean {
    this.#clock ??= this.#openClock()
    const cookie = this.#watches.get(watch) ?? this.#cookieOf(watch.fd)
    if (this.#clock === null || cookie === null) return false
    this.#watches.set(watch, cookie)
    watch.period = microseconds
    this.#setClock()
    return true
  }

  remove(watch: EpollWatch): void {
    if (!this.#watches.delete(watch)) return
    watch.period = 0
    this.#setClock()
  }

  /** Those whose time has come, once the clock has told so. An epoll forgets a descriptor that is closed behind our back by itself; here it is to be asked for. */
  due(): EpollWatch[] {
    this.#clock?.reset()
    const due: EpollWatch[] = []
    for (const [watch, cookie] of this.#watches) {
      if (cookie === this.#cookieOf(watch.fd)) due.push(watch)
      else this.remove(watch)
    }
    return due
  }

  #openClock(): Clock | null {
    const clock = Clock.open(this.#c)
    if (clock === null || this.#listen(clock.fd)) return clock
    clock.close()
    return null
  }

  // The most impatient one sets it.
  #setClock(): void {
    if (this.#clock === null) return
    let period = 0
    for (const watch of this.#watches.keys()) if (period === 0 || watch.period < period) period = watch.period
    this.#clock.period = period
  }

  #cookieOf(fd: number): bigint | null {
    const [cookie, size] = [this.#cookie, this.#size]
    size[0] = cookie.byteLength
    const bytes = new Uint8Array(cookie.buffer)
    return this.#c.getsockopt(fd, SOL_SOCKET, SO_COOKIE, bytes, size) === 0 ? (cookie[0] as bigint) : null
  }
}
