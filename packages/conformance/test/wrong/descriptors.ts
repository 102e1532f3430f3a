import { call, F_DUPFD, F_DUPFD_CLOEXEC, reference } from '../reference.js'
import type { Defects } from './defect.js'

const { constants } = reference.platform

export const descriptorDefects: Defects = {
  'waits whatever it is told': {
    calls: { setNonblocking: () => 0 },
    caughtBy: ['setNonblocking/both-ways', 'setNonblocking/shared', 'adopt/blocking'],
  },
  'never waits again': {
    calls: { setNonblocking: (fd) => reference.setNonblocking(fd, true) },
    caughtBy: ['setNonblocking/both-ways', 'setNonblocking/shared', 'adopt/blocking'],
  },
  'returns the same number from dup': {
    calls: { dup: (fd) => fd },
    caughtBy: ['dup/same-socket', 'dup/closes-by-itself'],
  },
  'opens another socket for dup': {
    calls: { dup: () => reference.socket(constants.AF_INET, constants.SOCK_DGRAM, 0) },
    caughtBy: ['dup/same-socket', 'dup/closes-by-itself', 'setNonblocking/shared'],
  },
  'has children inherit what dup returns': {
    calls: { dup: (fd) => call('fcntl', fd, F_DUPFD, 'int', 0) },
    caughtBy: ['dup/close-on-exec'],
  },
  'leaves what dup returned open when a worker ends': {
    calls: { dup: (fd) => call('fcntl', fd, F_DUPFD_CLOEXEC, 'int', 0) },
    caughtBy: ['dup/worker-end'],
  },
  'adopts in appearance': {
    calls: { adopt: () => 0 },
    caughtBy: ['adopt/close-on-exec', 'adopt/worker-end', 'adopt/bad-descriptor'],
  },
  'makes what it adopts non-blocking': {
    calls: {
      adopt: (fd) => reference.adopt(fd) || reference.setNonblocking(fd, true),
    },
    caughtBy: ['adopt/blocking'],
  },
  'adopts a second descriptor in place of the first': {
    calls: { adopt: (fd) => Math.min(0, reference.dup(fd)) },
    caughtBy: ['adopt/own', 'adopt/close-on-exec', 'adopt/worker-end'],
  },
  'adopts only what it opened': {
    calls: { adopt: () => -(reference.platform.errno.EBADF ?? 0) },
    caughtBy: ['listenFds/inherited', 'adopt/own', 'adopt/worker-end'],
  },
}
