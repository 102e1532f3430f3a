import { ERROR, PollSet, READABLE } from '@sendto/core'
import { reference } from '../reference.js'
import type { Defects } from './defect.js'
import { calling } from './watch-made.js'

export const watchErrorDefects: Defects = {
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
}
