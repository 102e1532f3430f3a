import { AsyncResource } from 'node:async_hooks'
import { isMainThread } from 'node:worker_threads'
import {
  type Backend,
  createSyscalls,
  ERROR,
  PollSet,
  READABLE,
  type Syscalls,
  type Watch,
  type WatchEvents,
  WRITABLE,
} from '@sendto/core'
import { modest } from '../modest.js'
import { call, F_GETFL, F_SETFL, O_NONBLOCK, reference } from '../reference.js'
import { unwatch } from '../reference-watch.js'
import type { Defects } from './defect.js'

type OnReady = (events: number) => void
const { errno } = reference.platform

/** The backend, its watches made with something else in the place of a callback, or of events. */
function calling(
  change: (onReady: OnReady, end: () => void, fd: number) => OnReady,
  asked = (events: number) => events,
): Partial<Backend> {
  return {
    watch(fd, events, onReady) {
      let watch: Watch | number = 0
      const end = () => void (typeof watch !== 'number' && watch.close())
      watch = reference.watch(fd, asked(events), change(onReady, end, fd))
      return typeof watch === 'number' ? watch : { ...watch, change: (next) => (watch as Watch).change(asked(next)) }
    },
  }
}

/** The backend, its watches with some of what can be done with them done otherwise. */
function made(change: (watch: Watch, fd: number) => Partial<Watch>): Partial<Backend> {
  return {
    watch(...input) {
      const watch = reference.watch(...input)
      return typeof watch === 'number' ? watch : { ...watch, ...change(watch, input[0]) }
    },
  }
}

/** The backend, with another result where there is no watch. */
function refusing(right: string, wrong: string): Partial<Backend> {
  return {
    watch(...input) {
      const watch = reference.watch(...input)
      return watch === -(errno[right] ?? 0) ? -(errno[wrong] ?? 0) : watch
    },
  }
}

const nothing = () => {}
const outside = new AsyncResource('outside')

export const watchDefects: Defects = {
  'tells of everything once': {
    calls: calling((onReady) => {
      let before = 0
      return (events) => {
        if (events !== before) onReady(events)
        before = events
      }
    }),
    caughtBy: ['watch/readable', 'watch/writable', 'watch/refused', 'watch/error-queue', 'watch/unasked-error'],
  },
  'tells of things that are not there': {
    calls: {
      watch(fd, events, onReady) {
        const watch = reference.watch(fd, events, onReady)
        if (typeof watch === 'number') return watch
        const timer = setInterval(() => onReady(READABLE), 1)
        const close = () => {
          clearInterval(timer)
          watch.close()
        }
        return { ...watch, close }
      },
    },
    caughtBy: ['watch/readable', 'watch/refused', 'watch/error-queue', 'watch/unasked-error', 'watch/pending-error'],
  },
  'tells of what it was not asked': {
    calls: calling(
      (onReady) => onReady,
      (events) => events | READABLE | WRITABLE,
    ),
    caughtBy: ['watch/readable', 'watch/writable', 'watch/pause', 'watch/change-inside', 'watch/unasked-error'],
  },
  'ends a watch after three calls': {
    calls: calling((onReady, end) => {
      let calls = 0
      return (events) => {
        onReady(events)
        if (++calls === 3) end()
      }
    }),
    caughtBy: ['watch/nothing-to-read', 'watch/flood', 'watch/readable', 'watch/worker'],
  },
  'changes no watch': {
    calls: made(() => ({ change: nothing })),
    caughtBy: ['watch/change-inside', 'watch/pause', 'watch/async-context', 'watch/writable', 'watch/pending-error'],
  },
  'ends no watch': {
    calls: made(() => ({ close: nothing })),
    caughtBy: ['watch/close-inside', 'watch/close-other', 'watch/ref'],
  },
  'hears of the first watches alone': {
    calls: ofTheFirst(),
    caughtBy: ['watch/many'],
  },
  'tells in the next turn': {
    calls: calling((onReady) => (events) => void setImmediate(onReady, events)),
    caughtBy: ['watch/close-other'],
  },
  'tells the watch of a descriptor that another of its number was ready': {
    calls: tellingNumbers(),
    caughtBy: ['watch/number-reused'],
  },
  'leaves the watch of a closed descriptor behind': {
    calls: { socket: (...input) => call('socket', ...input), close: (fd) => call('close', fd) },
    caughtBy: ['watch/closed-descriptor'],
  },
  'ends whatever watch has the number': {
    calls: made((_, fd) => ({ close: () => unwatch(fd) })),
    caughtBy: ['watch/closed-descriptor'],
  },
  'calls back until nothing is left': {
    calls: calling((onReady) => (events) => {
      for (let i = 0; i < 1000; i++) onReady(events)
    }),
    caughtBy: ['watch/flood', 'watch/close-inside'],
  },
  'calls back for all of its watches at once': {
    calls: calling(atOnce()),
    caughtBy: ['watch/microtasks'],
  },
  'calls back in a context of its own': {
    calls: calling((onReady) => (events) => outside.runInAsyncScope(onReady, undefined, events)),
    caughtBy: ['watch/async-context'],
  },
  'makes the descriptor non-blocking': {
    calls: {
      watch(fd, ...input) {
        if (fd >= 0) call('fcntl', fd, F_SETFL, 'int', O_NONBLOCK)
        return reference.watch(fd, ...input)
      },
    },
    caughtBy: ['watch/blocking'],
  },
  'watches a descriptor any number of times': {
    calls: {
      watch(fd, events, onReady) {
        unwatch(fd)
        return reference.watch(fd, events, onReady)
      },
    },
    caughtBy: ['watch/twice'],
  },
  'says EINVAL for every descriptor that it does not watch': {
    calls: refusing('EBADF', 'EINVAL'),
    caughtBy: ['watch/bad-descriptor'],
  },
  'says EINVAL for a file': {
    calls: refusing('EPERM', 'EINVAL'),
    caughtBy: ['watch/file'],
  },
  'is deaf after an error': {
    calls: calling((onReady, end) => (events) => {
      if ((events & ERROR) !== 0) end()
      onReady(events)
    }),
    caughtBy: ['watch/refused', 'watch/error-queue'],
  },
  'reads an error that it tells of': {
    calls: calling((onReady, _, fd) => (events) => {
      const { SOL_SOCKET, SO_ERROR } = reference.platform.constants
      onReady(events)
      if ((events & ERROR) !== 0) reference.getsockopt(fd, SOL_SOCKET, SO_ERROR, new Uint8Array(4))
    }),
    caughtBy: ['watch/refused', 'watch/pending-error'],
  },
  'takes an error for a datagram': {
    calls: calling(
      (onReady) => (events) => onReady(events & ERROR ? READABLE : events),
      (events) => events | ERROR,
    ),
    caughtBy: ['watch/unasked-error', 'watch/refused'],
  },
  'keeps the loop turning while there is an error': {
    calls: {
      watch(fd, events, onReady) {
        const set = new PollSet(reference, 1)
        const look = () => {
          set.set(0, fd, 0)
          if (reference.poll(set, 1, 0) > 0) setImmediate(look)
          else setTimeout(look, 1).unref()
        }
        look()
        return reference.watch(fd, events, onReady)
      },
    },
    caughtBy: ['watch/spin'],
  },
  'watches in the main thread alone': {
    calls: {
      watch: (...input) => (isMainThread ? reference.watch(...input) : -errno.ENOSYS),
    },
    caughtBy: ['watch/worker', 'watch/worker-terminate', 'watch/worker-exit', 'watch/worker-throw'],
  },
  'leaves watched sockets open when a worker ends': {
    calls: {
      socket: (...input) => call('socket', ...input),
      close(fd) {
        unwatch(fd)
        return call('close', fd)
      },
    },
    caughtBy: ['watch/worker-terminate', 'watch/worker-exit', 'watch/worker-throw'],
  },
  'takes the process with it when a worker watches': {
    calls: {
      watch(...input) {
        if (!isMainThread) process.kill(process.pid, 'SIGKILL')
        return reference.watch(...input)
      },
    },
    caughtBy: ['watch/worker-alone'],
  },
  'keeps no process alive': {
    calls: {
      watch(...input) {
        const watch = reference.watch(...input)
        if (typeof watch === 'number') return watch
        watch.unref()
        return { ...watch, ref: nothing }
      },
    },
    caughtBy: ['watch/ref'],
  },
  'keeps every process alive': {
    calls: made(() => ({ unref: nothing })),
    caughtBy: ['watch/unref'],
  },
  'takes process.exit for a crash': {
    calls: calling((onReady) => (events) => {
      process.once('exit', () => process.abort())
      onReady(events)
    }),
    caughtBy: ['watch/exit'],
  },
  'swallows what is thrown': {
    calls: calling((onReady) => (events) => {
      try {
        onReady(events)
      } catch {
        // Who would want to know.
      }
    }),
    caughtBy: ['watch/throws', 'watch/throws-uncaught'],
  },
  'ends a watch whose callback throws': {
    calls: calling((onReady, end) => (events) => {
      try {
        onReady(events)
      } catch (error) {
        end()
        throw error
      }
    }),
    caughtBy: ['watch/throws'],
  },
  'ends the process over a descriptor that was closed elsewhere': {
    calls: {
      watch(fd, events, onReady) {
        const watch = reference.watch(fd, events, onReady)
        if (typeof watch === 'number') return watch
        const change = (next: number) => {
          if (call('fcntl', fd, F_GETFL, 'int', 0) < 0) process.abort()
          watch.change(next)
        }
        return { ...watch, change }
      },
    },
    caughtBy: ['watch/closed-elsewhere'],
  },
  'watches although it says that it cannot': {
    basis: modest,
    createSyscalls: withoutAsking,
    caughtBy: ['capability/watch'],
  },
  'makes do with whatever it is given to watch': {
    createSyscalls: loose,
    caughtBy: ['watch/argument-fd', 'watch/argument-events', 'watch/argument-onReady'],
  },
}

function ofTheFirst(): Partial<Backend> {
  let made = 0
  return {
    watch: (fd, events, onReady) => reference.watch(fd, events, made++ < 16 ? onReady : nothing),
  }
}

function tellingNumbers(): Partial<Backend> {
  const watched = new Set<number>()
  return {
    watch(fd, events, onReady) {
      if (watched.has(fd)) setImmediate(onReady, READABLE)
      watched.add(fd)
      return reference.watch(fd, events, onReady)
    },
  }
}

function atOnce(): (onReady: OnReady) => OnReady {
  const waiting: (() => void)[] = []
  return (onReady) => (events) => {
    if (waiting.length === 0) {
      // Long enough for all of the reference's timers.
      setTimeout(() => {
        for (const each of waiting.splice(0)) each()
      }, 50)
    }
    waiting.push(() => onReady(events))
  }
}

function withoutAsking(backend: Backend): Syscalls {
  return {
    ...createSyscalls(backend),
    watch: () => ({ change: nothing, ref: nothing, unref: nothing, close: nothing }),
  }
}

function loose(backend: Backend): Syscalls {
  const sys = createSyscalls(backend)
  const events = (value: WatchEvents) => ({
    readable: Boolean(value?.readable),
    writable: Boolean(value?.writable),
    error: Boolean(value?.error),
  })
  return {
    ...sys,
    watch(fd, wanted, onReady) {
      const watch = sys.watch(Number(fd) | 0, events(wanted), typeof onReady === 'function' ? onReady : nothing)
      return {
        change: (next) => watch.change(events(next)),
        ref: () => watch.ref(),
        unref: () => watch.unref(),
        close: () => watch.close(),
      }
    },
  }
}
