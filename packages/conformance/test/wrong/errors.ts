import { type Backend, createSyscalls, SyscallError, type Syscalls } from '@sendto/core'
import { reference } from '../reference.js'
import { type Defects, Thrown } from './defect.js'

const { errno } = reference.platform
const sockets = [
  'bind',
  'connect',
  'getsockname',
  'getpeername',
  'shutdown',
  'sendto',
  'recvfrom',
  'sendmsg',
  'recvmsg',
  'sendmmsg',
  'recvmmsg',
  'getsockopt',
  'setsockopt',
] as const
const calls = [...sockets, 'setNonblocking', 'queued', 'dup', 'adopt', 'close'] as const

/** Every call, with its result passed through `change`. */
function results(change: (result: number) => number): Partial<Backend> {
  const changed =
    (name: keyof Backend) =>
    (...input: never[]) =>
      change((reference[name] as (...input: never[]) => number)(...input))
  return Object.fromEntries(calls.map((name) => [name, changed(name)]))
}

const confusing = (right = '', wrong = '') =>
  results((result) => (result === -(errno[right] ?? 0) ? -(errno[wrong] ?? 0) : result))

/** Every call, with its error passed through `change`. */
function errors(change: (error: SyscallError) => Error) {
  return (backend: Backend): Syscalls => {
    const sys = createSyscalls(backend)
    const changed =
      (name: keyof Syscalls) =>
      (...input: never[]) => {
        try {
          return (sys[name] as (...input: never[]) => unknown)(...input)
        } catch (error) {
          throw error instanceof SyscallError ? change(error) : error
        }
      }
    return { ...sys, ...Object.fromEntries(calls.map((name) => [name, changed(name)])) }
  }
}

export const errorDefects: Defects = {
  'says EINVAL for EBADF': {
    calls: confusing('EBADF', 'EINVAL'),
    caughtBy: [
      ...calls.map((name) => `${name}/bad-descriptor`),
      'close/closed-descriptor',
      'errors/no-address',
      'backend/errors-are-values',
      'backend/error-number',
    ],
  },
  'says EBADF for ENOTSOCK': {
    calls: confusing('ENOTSOCK', 'EBADF'),
    caughtBy: sockets.map((name) => `${name}/no-socket`),
  },
  'says EPERM for EACCES': {
    calls: confusing('EACCES', 'EPERM'),
    caughtBy: ['bind/privileged-port', 'sendto/broadcast'],
  },
  'says EINVAL for EAFNOSUPPORT': {
    calls: confusing('EAFNOSUPPORT', 'EINVAL'),
    caughtBy: ['bind/other-family', 'sendto/other-family'],
  },
  'returns -1 for every error': {
    calls: results((result) => (result < 0 ? -1 : result)),
    caughtBy: ['backend/errors-are-values', 'backend/error-number', 'bind/twice'],
  },
  'tells the error number of the first failure for ever': {
    calls: results(sticky()),
    caughtBy: ['backend/error-number'],
  },
  'throws what it should return': {
    calls: results((result) => {
      if (result < 0) throw new Thrown(`errno ${-result}`)
      return result
    }),
    caughtBy: ['backend/errors-are-values', 'bind/bad-descriptor'],
  },
  'has numbers for codes': {
    createSyscalls: errors((error) => Object.assign(error, { code: -error.errno })),
    caughtBy: ['errors/shape'],
  },
  'has positive error numbers': {
    createSyscalls: errors((error) => Object.assign(error, { errno: -error.errno })),
    caughtBy: ['errors/shape'],
  },
  'says nothing about addresses': {
    createSyscalls: errors((error) => new SyscallError(error.code, error.errno, error.syscall)),
    caughtBy: ['errors/shape', 'bind/taken-ipv4', 'bind/taken-ipv6', 'bind/foreign-address'],
  },
  'has an address in every error': {
    createSyscalls: errors((error) => Object.assign(error, { address: undefined, port: undefined })),
    caughtBy: ['errors/no-address', 'sendto/no-destination-ipv4', 'recvfrom/nothing-there'],
  },
}

function sticky(): (result: number) => number {
  let first = 0
  return (result) => {
    if (result >= 0) return result
    first ||= result
    return first
  }
}
