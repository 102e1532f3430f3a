import { type Backend, createSyscalls, type Name, NameBuffer, SyscallError } from '@sendto/core'
import { reference } from '../reference.js'
import { both, type Defects } from './defect.js'
import { copyOf } from './name.js'

const { constants, errno } = reference.platform
const { ECONNREFUSED = 0, EDESTADDRREQ = 0, ENOTCONN } = errno
const { SHUT_RD, SHUT_WR, SHUT_RDWR } = constants

const dissolves = (name: Name) => name.bytes[0] === 0 && name.bytes[1] === 0
const isConnected = (fd: number) => reference.getpeername(fd, new NameBuffer(reference)) === 0

/** The calls that hear of ICMP errors, with their results passed through. */
function hearing(change: (fd: number, attempt: () => number) => number): Partial<Backend> {
  return {
    sendto: (fd, ...input) => change(fd, () => reference.sendto(fd, ...input)),
    recvfrom: (fd, ...input) => change(fd, () => reference.recvfrom(fd, ...input)),
  }
}

export const connectionDefects: Defects = {
  'connects in appearance': {
    calls: { connect: () => 0 },
    caughtBy: [...both('connect/peer'), 'connect/other-family', 'connect/broadcast', 'shutdown/sending', 'poll/error'],
  },
  'remembers peers by itself': {
    calls: remembering(),
    caughtBy: ['connect/others', 'connect/binds', 'connect/refused-receive', 'connect/refused-send'],
  },
  'stays with its first peer': {
    calls: { connect: (fd, name) => (isConnected(fd) ? 0 : reference.connect(fd, name)) },
    caughtBy: ['connect/anew', ...both('connect/null'), 'connect/null-refused'],
  },
  'dissolves only what is connected': {
    calls: {
      connect: (fd, name) => (dissolves(name) && !isConnected(fd) ? -ENOTCONN : reference.connect(fd, name)),
    },
    caughtBy: ['connect/null-unconnected'],
  },
  'takes every answer to a dissolution for success': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      return {
        ...sys,
        connect(fd, address) {
          try {
            sys.connect(fd, address)
          } catch (error) {
            if (address !== null || !(error instanceof SyscallError)) throw error
          }
        },
      }
    },
    caughtBy: ['connect/null-refused'],
  },
  'refuses for ever what was refused once': {
    calls: refusingForEver(),
    caughtBy: ['connect/refused-receive', 'connect/refused-send', 'poll/error'],
  },
  'keeps refusals to itself': {
    calls: hearing((_, attempt) => {
      const result = attempt()
      return result === -ECONNREFUSED ? attempt() : result
    }),
    caughtBy: ['connect/refused-receive', 'connect/refused-send', 'poll/error'],
  },
  'sends to the peer, whatever address it is given': {
    calls: {
      sendto(fd, data, flags, name) {
        const result = reference.sendto(fd, data, flags, null)
        return result === -EDESTADDRREQ ? reference.sendto(fd, data, flags, name) : result
      },
    },
    caughtBy: ['connect/elsewhere'],
  },
  'allows broadcasts by itself': {
    calls: {
      connect(fd, name) {
        const one = new Uint8Array(Int32Array.of(1).buffer)
        reference.setsockopt(fd, constants.SOL_SOCKET, constants.SO_BROADCAST, one)
        return reference.connect(fd, name)
      },
    },
    caughtBy: ['connect/broadcast'],
  },
  'has the name of the socket for that of its peer': {
    calls: { getpeername: (fd, name) => reference.getsockname(fd, name) },
    caughtBy: [...both('connect/peer'), 'connect/anew', 'getpeername/unconnected'],
  },
  'takes SHUT_RD for SHUT_WR': {
    calls: {
      shutdown: (fd, how) => reference.shutdown(fd, how === SHUT_RD ? SHUT_WR : how === SHUT_WR ? SHUT_RD : how),
    },
    caughtBy: ['shutdown/receiving', 'shutdown/sending', 'shutdown/frees-worker'],
  },
  'shuts down both ways at once': {
    calls: { shutdown: (fd) => reference.shutdown(fd, SHUT_RDWR) },
    caughtBy: ['shutdown/receiving', 'shutdown/how'],
  },
  'shuts down only what is connected': {
    calls: { shutdown: (fd, how) => (isConnected(fd) ? reference.shutdown(fd, how) : -ENOTCONN) },
    caughtBy: ['shutdown/frees-worker'],
  },
}

function remembering(): Partial<Backend> {
  const peers = new Map<number, Name>()
  return {
    connect(fd, name) {
      peers.set(fd, copyOf(name))
      return 0
    },
    sendto: (fd, data, flags, name) => reference.sendto(fd, data, flags, name ?? peers.get(fd) ?? null),
    close(fd) {
      peers.delete(fd)
      return reference.close(fd)
    },
  }
}

function refusingForEver(): Partial<Backend> {
  const refused = new Set<number>()
  return {
    ...hearing((fd, attempt) => {
      const result = refused.has(fd) ? -ECONNREFUSED : attempt()
      if (result === -ECONNREFUSED) refused.add(fd)
      return result
    }),
    poll(set, count, timeout) {
      const result = reference.poll(set, count, timeout)
      if (result !== 0 || !refused.has(set.fd(0))) return result
      set.setRevents(0, constants.POLLERR)
      return 1
    },
    close(fd) {
      refused.delete(fd)
      return reference.close(fd)
    },
  }
}
