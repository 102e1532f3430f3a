import { type Backend, createSyscalls } from '@sendto/core'
import { reference } from '../reference.js'
import type { Defects } from './defect.js'

const { EAGAIN, ECONNREFUSED, ENOSYS, EPERM } = reference.platform.errno

/** Calls of a backend that differs in some. */
const over = (calls: (backend: Backend) => Partial<Backend>) => (backend: Backend) =>
  createSyscalls(
    new Proxy(backend, {
      get(target, key) {
        const changes = calls(backend)
        return Reflect.get(key in changes ? changes : target, key)
      },
    }),
  )

export const fallbackDefects: Defects = {
  'has no single calls either': {
    createSyscalls: over(() => ({ sendmsg: () => -ENOSYS, recvmsg: () => -ENOSYS })),
    caughtBy: ['sendmmsg/refused-with-enosys', 'sendmmsg/refused-with-eperm'],
  },
  'takes an error behind messages for their end': {
    createSyscalls: over((backend) => ({
      recvmsg(fd, message, flags) {
        const result = backend.recvmsg(fd, message, flags)
        return result === -(ECONNREFUSED as number) ? -EAGAIN : result
      },
    })),
    caughtBy: ['recvmmsg/error-between'],
  },
  'takes a firewall for a system without batches': {
    createSyscalls: over((backend) => ({
      sendmmsg: (fd, vector, from, count, flags) =>
        count === 0 ? -EPERM : backend.sendmmsg(fd, vector, from, count, flags),
    })),
    caughtBy: ['sendmmsg/not-permitted'],
  },
}
