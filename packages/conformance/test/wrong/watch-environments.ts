import { isMainThread } from 'node:worker_threads'
import { call, reference } from '../reference.js'
import { unwatch } from '../reference-watch.js'
import type { Defects } from './defect.js'
import { calling, made } from './watch-made.js'

const { errno } = reference.platform
const nothing = () => {}

export const watchEnvironmentDefects: Defects = {
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
}
