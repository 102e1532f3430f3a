import { type Backend, createSyscalls, type Syscalls } from '@sendto/core'
import type { Defects } from './defect.js'

function listening(
  change: (listenFds: Syscalls['listenFds']) => Syscalls['listenFds'],
): (backend: Backend) => Syscalls {
  return (backend) => {
    const sys = createSyscalls(backend)
    return { ...sys, listenFds: change(sys.listenFds) }
  }
}

export const listenFdsDefects: Defects = {
  'listens for every process': {
    createSyscalls: listening((listenFds) => (options) => {
      process.env.LISTEN_PID = `${process.pid}`
      return listenFds(options)
    }),
    caughtBy: ['listenFds/none', 'listenFds/senseless'],
  },
  'finds no sockets where something is wrong': {
    createSyscalls: listening((listenFds) => (options) => {
      try {
        return listenFds(options)
      } catch {
        return []
      }
    }),
    caughtBy: ['listenFds/senseless', 'listenFds/not-open'],
  },
  'removes the variables untold': {
    createSyscalls: listening((listenFds) => () => listenFds({ unset: true })),
    caughtBy: ['listenFds/unnamed'],
  },
  'has no names for sockets': {
    createSyscalls: listening((listenFds) => (options) => listenFds(options).map(({ fd }) => ({ fd, name: '' }))),
    caughtBy: ['listenFds/unnamed'],
  },
}
