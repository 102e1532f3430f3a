import { invalidArgType, outOfRange } from '../argument-errors.js'
import { PollSet } from '../poll-set.js'
import { checkInt32, checkInteger } from '../validate.js'
import type { Context } from './context.js'
import { timeLeft } from './interrupted.js'

/** Waits for descriptors: poll(2). */
export interface PollCalls {
  /**
   * Waits until something can be done with one of several descriptors, and the thread with it. poll(2)
   *
   * A signal does not end it: it goes on for the time that remains.
   *
   * `EINVAL`: more entries than descriptors may be open. A descriptor that is not open is no error, but ready with POLLNVAL.
   * @param entries what to wait for; none at all is a way to sleep
   * @param timeout in milliseconds; 0 only looks, -1 waits for ever
   * @returns the ready ones, in the order of `entries`; none when the time is over
   */
  poll(entries: readonly PollEntry[], timeout: number): PollResult[]
}

export interface PollEntry {
  /** A negative one is passed over. */
  readonly fd: number
  /** A sum of POLLIN, POLLOUT, POLLPRI and others; 0 waits for an error alone. */
  readonly events: number
}

export interface PollResult {
  /** Which of the entries it is. */
  readonly index: number
  readonly fd: number
  /** Those of the events that have come true, and POLLERR, POLLHUP and POLLNVAL even if they were not asked for. */
  readonly revents: number
}

/** `events` is a `short`. */
const mostEvents = 0x7fff

/** NR_OPEN: no process has as many descriptors. */
const mostEntries = 2 ** 20

export function pollCalls(context: Context): PollCalls {
  const { backend } = context
  let spare: PollSet | null = null

  return {
    poll(entries, timeout) {
      if (!Array.isArray(entries)) throw invalidArgType('entries', 'an array', entries)
      const count: number = entries.length
      if (count > mostEntries) throw outOfRange('entries.length', `at most ${mostEntries}`, count)
      checkInteger('timeout', timeout, -1, 2 ** 31 - 1)
      // Out of reach while the entries are read: their getters are the caller's code, and could poll.
      const set = spare !== null && spare.capacity >= count ? spare : new PollSet(backend, Math.max(8, count))
      spare = null
      for (let index = 0; index < count; index++) fill(set, index, entries[index])

      const deadline = timeout > 0 ? performance.now() + timeout : 0
      let result = backend.poll(set, count, timeout)
      while (result === -backend.platform.errno.EINTR) {
        result = backend.poll(set, count, timeLeft(timeout, deadline))
      }
      spare = set
      if (result < 0) context.fail('poll', result)
      return result === 0 ? [] : ready(set, count)
    },
  }
}

function fill(set: PollSet, index: number, entry: PollEntry | undefined): void {
  if (typeof entry !== 'object' || entry === null) throw invalidArgType(`entries[${index}]`, 'an object', entry)
  const { fd, events } = entry
  // Only then is the text of an error put together.
  if (typeof fd !== 'number' || (fd | 0) !== fd) checkInt32(`entries[${index}].fd`, fd)
  if (typeof events !== 'number' || (events & mostEvents) !== events)
    checkInteger(`entries[${index}].events`, events, 0, mostEvents)
  set.set(index, fd, events)
}

function ready(set: PollSet, count: number): PollResult[] {
  const results: PollResult[] = []
  for (let index = 0; index < count; index++) {
    const revents = set.revents(index)
    if (revents !== 0) results.push({ index, fd: set.fd(index), revents })
  }
  return results
}
