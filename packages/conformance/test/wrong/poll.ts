import { createSyscalls, type PollEntry } from '@sendto/core'
import { reference } from '../reference.js'
import type { Defects } from './defect.js'

const { EINTR, EIO = 0 } = reference.platform.errno

export const pollDefects: Defects = {
  'finds nothing ready, ever': {
    calls: { poll: () => 0 },
    caughtBy: [
      'poll/readable',
      'poll/zero-length',
      'poll/writable',
      'poll/no-descriptor',
      'poll/time-out',
      'poll/wakes',
    ],
  },
  'finds everything ready': {
    calls: {
      poll(set, count) {
        for (let index = 0; index < count; index++) set.setRevents(index, set.events(index))
        return count
      },
    },
    caughtBy: ['poll/readable', 'poll/writable', 'poll/error', 'poll/several', 'poll/re-entered'],
  },
  'polls the first entry alone': {
    calls: { poll: (set, count, timeout) => reference.poll(set, Math.min(count, 1), timeout) },
    caughtBy: ['poll/several', 'poll/no-descriptor'],
  },
  'tells only what was asked for': {
    calls: {
      poll(set, count, timeout) {
        const result = reference.poll(set, count, timeout)
        for (let index = 0; index < count; index++) set.setRevents(index, set.revents(index) & set.events(index))
        return result
      },
    },
    caughtBy: ['poll/error', 'poll/no-descriptor', 'close/closed-descriptor'],
  },
  'looks once where it should wait for ever': {
    calls: { poll: (set, count, timeout) => reference.poll(set, count, Math.max(0, timeout)) },
    caughtBy: ['poll/wakes', 'poll/interrupted'],
  },
  'has an error of its own for signals': {
    calls: {
      poll(set, count, timeout) {
        const result = reference.poll(set, count, timeout)
        return result === -EINTR ? -EIO : result
      },
    },
    caughtBy: ['poll/interrupted'],
  },
  'waits anew after each signal': {
    createSyscalls: (backend) =>
      createSyscalls({
        ...backend,
        poll(set, count, timeout) {
          for (let i = 0; i < 10; i++) {
            const result = backend.poll(set, count, timeout)
            if (result !== -EINTR) return result
          }
          return 0
        },
      }),
    caughtBy: ['poll/time-left'],
  },
  'keeps the entries in one list': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      const list: PollEntry[] = []
      return {
        ...sys,
        poll(entries, timeout) {
          list.length = entries.length
          for (const [index, { fd, events }] of entries.entries()) list[index] = { fd, events }
          return sys.poll(list, timeout)
        },
      }
    },
    caughtBy: ['poll/re-entered'],
  },
}
