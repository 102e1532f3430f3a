import type { Libc } from './libc.js'

// timerfd_create(2), of Linux.
const CLOCK_MONOTONIC = 1
const TFD_NONBLOCK = 0x800
const TFD_CLOEXEC = 0x80000

/** A descriptor that is readable once in each period. timerfd_create(2) */
export class Clock {
  readonly fd: number
  readonly #c: Libc
  readonly #ticks = new Uint8Array(8)
  // `struct itimerspec`: from one to the next, and until the first, each in seconds and nanoseconds.
  readonly #time: { readonly view: Uint8Array; set(nanoseconds: number): void }
  #period = 0

  /** Returns null where there can be none. */
  static open(c: Libc): Clock | null {
    const fd = c.timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)
    return fd < 0 ? null : new Clock(c, fd)
  }

  private constructor(c: Libc, fd: number) {
    this.#c = c
    this.fd = fd
    const words = c.longSize === 8 ? new BigInt64Array(4) : new Int32Array(4)
    this.#time = {
      view: new Uint8Array(words.buffer),
      set(nanoseconds) {
        // No period is as long as a second.
        for (const at of [1, 3]) words[at] = (words instanceof Int32Array ? nanoseconds : BigInt(nanoseconds)) as never
      },
    }
    c.environment.opened(fd)
  }

  /** In microseconds; 0 stops it. */
  set period(microseconds: number) {
    if (microseconds === this.#period) return
    this.#period = microseconds
    this.#time.set(microseconds * 1000)
    this.#c.timerfd_settime(this.fd, 0, this.#time.view, null)
  }

  close(): void {
    this.#c.environment.closed(this.fd)
    this.#c.close(this.fd)
  }

  /** It is readable no more until the next time. */
  reset(): void {
    this.#c.read(this.fd, this.#ticks, this.#ticks.length)
  }
}
