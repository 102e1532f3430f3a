import { invalidArgType } from '../argument-errors.js'
import { checkBoolean, checkInt32, checkInteger } from '../validate.js'
import { ERROR, READABLE, type Watch, WRITABLE } from '../watch.js'
import type { Context } from './context.js'

/** Readiness on the event loop. */
export interface ReadinessCalls {
  /**
   * Has `onReady` called on this thread's event loop whenever the descriptor is ready for one of the events, and again in each turn of the loop for as long as
   * it is: level-triggered, as poll(2). It is called once in a turn however much there is to read, so that timers and other descriptors have theirs.
   *
   * Readiness is no promise: a receive may still answer EAGAIN. An `error` is one that an ICMP message has brought, which the next call fails with, or something on
   * the error queue (MSG_ERRQUEUE); it is told until both are read. Who does not ask for errors is not told of them, and finds them in what the next call says.
   *
   * What `onReady` throws is an uncaught exception, and the watch goes on. It runs in the async context of this call.
   *
   * The watch ends before the descriptor is closed, by `close` of the watch or by that of these calls; whoever closes the descriptor elsewhere leaves the watch
   * deaf, and the socket open perhaps until the watch is closed. It keeps the thread alive until then, or until it is told not to.
   *
   * `EINVAL`: the descriptor is blocking (`setNonblocking`, SOCK_NONBLOCK); `EEXIST`: this thread watches it already; `EBADF`: no open descriptor; `EPERM`: it is of a
   * kind that is always ready, a file. `ENOTSUP` (UnsupportedError) without the capability `watch`.
   */
  watch(fd: number, events: WatchEvents, onReady: (ready: Readiness) => void): DescriptorWatch
}

/** What to tell of. None of them is a pause. */
export interface WatchEvents {
  /** A receive would not wait. */
  readonly readable?: boolean | undefined
  /** A send would not wait. */
  readonly writable?: boolean | undefined
  /** An error is pending, or something is on the error queue. */
  readonly error?: boolean | undefined
}

/** What a descriptor is ready for, of what was asked. */
export interface Readiness {
  readonly readable: boolean
  readonly writable: boolean
  readonly error: boolean
}

/** A watch of a descriptor. All of it may be called at any time, also from inside `onReady`, and has no effect once the watch is closed. */
export interface DescriptorWatch {
  /** Tells of these events from now on, and of no others. */
  change(events: WatchEvents): void
  /**
   * Has `onReady` called with `readable` by the clock instead of by readiness, whether there is anything to read or not, and with nothing else, until `change` is called, whatever its
   * events. It saves wake-ups where datagrams come more densely than that, as network cards coalesce interrupts (`rx-usecs` of ethtool(8)). Watches of a thread may share a clock: it
   * may then be called more often.
   * @param microseconds from one call to the next, 1 to 999,999
   * @returns whether it is from now on; if not, readiness goes on being told. False for a watch that does not ask for `readable`, and on a backend that cannot
   */
  coalesce(microseconds: number): boolean
  /** Keeps the thread alive until the watch is closed, paused or not. That is how a watch begins. */
  ref(): void
  /** Lets the thread end although it is watched. */
  unref(): void
  /** Ends the watch: `onReady` is not called again, not even for what has happened already. */
  close(): void
}

/** The backend's sum of events, as objects. */
const readiness: readonly Readiness[] = Array.from({ length: 8 }, (_, events) =>
  Object.freeze({
    readable: (events & READABLE) !== 0,
    writable: (events & WRITABLE) !== 0,
    error: (events & ERROR) !== 0,
  }),
)

export function readinessCalls(context: Context): ReadinessCalls {
  const { backend } = context

  return {
    watch(fd, events, onReady) {
      checkInt32('fd', fd)
      const sum = sumOf(events)
      if (typeof onReady !== 'function') throw invalidArgType('onReady', 'a function', onReady)
      context.require('watch', 'watch')
      const watch = backend.watch(fd, sum, (ready) => onReady(readiness[ready] as Readiness))
      if (typeof watch === 'number') context.fail('watch', watch)
      return new CheckedWatch(watch)
    },
  }
}

class CheckedWatch implements DescriptorWatch {
  readonly #watch: Watch

  constructor(watch: Watch) {
    this.#watch = watch
  }

  change(events: WatchEvents): void {
    this.#watch.change(sumOf(events))
  }

  coalesce(microseconds: number): boolean {
    checkInteger('microseconds', microseconds, 1, 999_999)
    return this.#watch.coalesce?.(microseconds) ?? false
  }

  ref(): void {
    this.#watch.ref()
  }

  unref(): void {
    this.#watch.unref()
  }

  close(): void {
    this.#watch.close()
  }
}

function sumOf(events: WatchEvents): number {
  if (typeof events !== 'object' || events === null) throw invalidArgType('events', 'an object', events)
  const { readable = false, writable = false, error = false } = events
  checkBoolean('events.readable', readable)
  checkBoolean('events.writable', writable)
  checkBoolean('events.error', error)
  return (readable ? READABLE : 0) | (writable ? WRITABLE : 0) | (error ? ERROR : 0)
}
