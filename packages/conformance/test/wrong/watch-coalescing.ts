import { type Backend, ERROR, READABLE, type Watch } from '@sendto/core'
import { reference } from '../reference.js'
import type { Defects } from './defect.js'
import { calling, made } from './watch-made.js'

export const watchCoalescingDefects: Defects = {
  'is called no more by a clock than by readiness': {
    calls: made(() => ({ coalesce: () => true })),
    caughtBy: ['watch/coalesce', 'watch/coalesce-errors', 'watch/coalesce-many', 'watch/coalesce-unasked'],
  },
  'never goes by readiness again': {
    calls: remembering((watch, isClocked) => ({
      change(events) {
        watch.change(events)
        if (isClocked()) watch.coalesce?.(1)
      },
    })),
    caughtBy: ['watch/coalesce', 'watch/coalesce-errors', 'watch/coalesce-many'],
  },
  'takes the turns of the loop for a clock': {
    calls: clocked((tick) => {
      let on = true
      const turn = () => {
        if (!on) return
        tick()
        setImmediate(turn)
      }
      setImmediate(turn)
      return () => {
        on = false
      }
    }),
    caughtBy: ['watch/coalesce-rate'],
  },
  'goes by the clock whoever has the number of its descriptor': {
    calls: clocked((tick) => {
      const timer = setInterval(tick, 1)
      return () => clearInterval(timer)
    }),
    caughtBy: ['watch/coalesce-closed-elsewhere', 'watch/coalesce-unasked'],
  },
  'tells of errors by the clock': {
    calls: calling((onReady) => (events) => onReady(events | ERROR)),
    caughtBy: ['watch/coalesce', 'watch/coalesce-errors'],
  },
  'ends no watch that goes by the clock': {
    calls: remembering((watch, isClocked) => ({
      close() {
        if (!isClocked()) watch.close()
      },
    })),
    caughtBy: ['watch/coalesce-close'],
  },
}

/** The backend, its watches with something done otherwise once they have gone by the clock. */
function remembering(change: (watch: Watch, isClocked: () => boolean) => Partial<Watch>): Partial<Backend> {
  return made((watch) => {
    let isClocked = false
    return {
      coalesce(microseconds) {
        isClocked = watch.coalesce?.(microseconds) ?? false
        return isClocked
      },
      ...change(watch, () => isClocked),
    }
  })
}

/** The backend, its watches with a clock of another kind. */
function clocked(start: (tick: () => void) => () => void): Partial<Backend> {
  return {
    watch(fd, events, onReady) {
      const watch = reference.watch(fd, events, onReady)
      if (typeof watch === 'number') return watch
      let stop = () => {}
      return {
        ...watch,
        coalesce() {
          stop()
          watch.change(0)
          stop = start(() => onReady(READABLE))
          return true
        },
        change(next) {
          stop()
          watch.change(next)
        },
        close() {
          stop()
          watch.close()
        },
      }
    },
  }
}
