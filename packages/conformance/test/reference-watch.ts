import { type Backend, ERROR, PollSet, READABLE, type Watch, WRITABLE } from '@sendto/core'

const POLLIN = 1
const POLLOUT = 4
const POLLERR = 8

/** What ends each watch, by its descriptor. */
const closers = new Map<number, () => void>()

/** Readiness by a timer that looks every millisecond: slow, and right. */
export function watchByTimer(
  backend: Pick<Backend, 'platform' | 'address' | 'poll' | 'getsockopt'>,
  fd: number,
  first: number,
  onReady: (events: number) => void,
): Watch | number {
  if (closers.has(fd)) return -(backend.platform.errno.EEXIST ?? 0)
  const set = new PollSet(backend, 1)
  let asked = first
  // Its socket's own, for as long as it goes by the clock.
  let cookie: string | null = null
  const timer = setInterval(() => {
    if (cookie !== null) {
      if (cookie === cookieOf(backend, fd)) onReady(READABLE)
      return
    }
    set.set(0, fd, (asked & READABLE ? POLLIN : 0) | (asked & WRITABLE ? POLLOUT : 0))
    if (backend.poll(set, 1, 0) <= 0) return
    const happened = set.revents(0)
    const events =
      (happened & POLLIN ? READABLE : 0) | (happened & POLLOUT ? WRITABLE : 0) | (happened & POLLERR ? ERROR : 0)
    if ((events & asked) !== 0) onReady(events & asked)
  }, 1)
  closers.set(fd, close)

  function close(): void {
    clearInterval(timer)
    if (closers.get(fd) === close) closers.delete(fd)
  }

  return {
    change(events) {
      asked = events
      cookie = null
    },
    coalesce() {
      cookie = closers.get(fd) === close && (asked & READABLE) !== 0 ? cookieOf(backend, fd) : null
      return cookie !== null
    },
    ref: () => void timer.ref(),
    unref: () => void timer.unref(),
    close,
  }
}

/** Ends the watch of a descriptor, if there is one. */
export function unwatch(fd: number): void {
  closers.get(fd)?.()
}

function cookieOf({ platform, getsockopt }: Pick<Backend, 'platform' | 'getsockopt'>, fd: number): string | null {
  const { SOL_SOCKET, SO_COOKIE = 0 } = platform.constants
  const cookie = new Uint8Array(8)
  return getsockopt(fd, SOL_SOCKET, SO_COOKIE, cookie) === cookie.length ? cookie.join() : null
}
