import { type Backend, createSyscalls, timeval } from '@sendto/core'
import { reference } from '../reference.js'
import type { Defects } from './defect.js'

const { EINTR, EIO = 0 } = reference.platform.errno

const waiting = ['sendto', 'recvfrom', 'sendmsg', 'recvmsg', 'sendmmsg', 'recvmmsg'] as const

/** The backend with the results of its calls passed through. */
function changing(backend: Backend, change: (result: () => number) => number): Backend {
  return {
    ...backend,
    ...Object.fromEntries(
      waiting.map((name) => {
        const call = backend[name] as (...input: unknown[]) => number
        return [name, (...input: unknown[]) => change(() => call(...input))]
      }),
    ),
    close: (fd) => change(() => backend.close(fd)),
  }
}

export const interruptionDefects: Defects = {
  'retries a call with a time-out': {
    calls: {
      recvfrom(fd, data, flags, name) {
        let result: number
        do result = reference.recvfrom(fd, data, flags, name)
        while (result === -EINTR)
        return result
      },
    },
    caughtBy: ['recvfrom/interrupted-with-time-out'],
  },
  'gives every receive a time-out, lest it hang': {
    calls: {
      recvfrom(fd, data, flags, name) {
        const { SOL_SOCKET, SO_RCVTIMEO } = reference.platform.constants
        reference.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeval(reference.platform, 10_000))
        return reference.recvfrom(fd, data, flags, name)
      },
    },
    caughtBy: ['recvfrom/interrupted'],
  },
  'takes an interruption for the end': {
    createSyscalls: (backend) =>
      createSyscalls(
        changing(backend, (attempt) => {
          const result = attempt()
          return result === -EINTR ? -EIO : result
        }),
      ),
    caughtBy: waiting.map((name) => `${name}/restarted`),
  },
  'makes every call again': {
    createSyscalls: (backend) =>
      createSyscalls(
        changing(backend, (attempt) => {
          for (let i = 0; i < 10; i++) {
            const result = attempt()
            if (result !== -EINTR) return result
          }
          return -EINTR
        }),
      ),
    caughtBy: [...waiting.map((name) => `${name}/restarted`), 'close/interrupted'],
  },
}
