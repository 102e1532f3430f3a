import { AsyncResource } from 'node:async_hooks'
import { type Backend, createSyscalls, READABLE, type Syscalls, type WatchEvents, WRITABLE } from '@sendto/core'
import { modest } from '../modest.js'
import { call, F_GETFL, F_SETFL, O_NONBLOCK, reference } from '../reference.js'
import { unwatch } from '../reference-watch.js'
import type { Defects } from './defect.js'
import { calling, made, type OnReady, refusing } from './watch-made.js'

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
    caughtBy: ['watch/argument-fd', 'watch/argument-events', 'watch/argument-onReady', 'watch/argument-microseconds'],
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
    watch: () => ({ change: nothing, coalesce: () => false, ref: nothing, unref: nothing, close: nothing }),
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
        coalesce: (microseconds) => watch.coalesce(Math.min(Math.max(Number(microseconds) | 0, 1), 999_999)),
        ref: () => watch.ref(),
        unref: () => watch.unref(),
        close: () => watch.close(),
      }
    },
  }
}
