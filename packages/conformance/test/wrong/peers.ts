import { type Address, type AddressInit, type Backend, createSyscalls, type Name, type Received } from '@sendto/core'
import { reference } from '../reference.js'
import { both, type Defects } from './defect.js'
import { copyOf } from './name.js'

export const peerDefects: Defects = {
  'encodes an address object once and for all': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      const seen = new WeakMap<AddressInit, AddressInit>()
      return {
        ...sys,
        sendto(fd, data, flags, to) {
          if (to !== null && !seen.has(to)) seen.set(to, { ...to })
          return sys.sendto(fd, data, flags, to && (seen.get(to) ?? to))
        },
      }
    },
    caughtBy: ['sendto/address-changes'],
  },
  'sends to the first peer that a socket had': {
    calls: sendingToTheFirst(),
    caughtBy: ['sendto/many-peers', 'sendto/address-changes', 'sendto/unix-peers'],
  },
  'tells the first sender of all': {
    calls: rememberingSenders(() => 'the first'),
    caughtBy: [...both('recvfrom/senders'), 'recvfrom/answer'],
  },
  'tells senders apart by their port alone': {
    calls: rememberingSenders((name) => `${name[2]},${name[3]}`),
    caughtBy: ['recvfrom/similar-senders'],
  },
  'tells every sender by the same object': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      const from = {} as Address
      return {
        ...sys,
        recvfrom(fd, data, flags): Received {
          const received = sys.recvfrom(fd, data, flags)
          return { ...received, from: Object.assign(from, received.from) }
        },
      }
    },
    caughtBy: ['recvfrom/answer'],
  },
  'reads the fields of an address a second time': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      return {
        ...sys,
        sendto(fd, data, flags, to) {
          if (to !== null && typeof to.port !== 'number') throw new TypeError('port')
          return sys.sendto(fd, data, flags, to)
        },
      }
    },
    caughtBy: ['sendto/fields-once'],
  },
}

function sendingToTheFirst(): Partial<Backend> {
  const first = new Map<number, Name>()
  return {
    sendto(fd, data, flags, name) {
      if (name !== null && !first.has(fd)) first.set(fd, copyOf(name))
      return reference.sendto(fd, data, flags, first.get(fd) ?? name)
    },
    close(fd) {
      first.delete(fd)
      return reference.close(fd)
    },
  }
}

function rememberingSenders(keyOf: (name: Uint8Array) => string): Partial<Backend> {
  const names = new Map<string, Uint8Array>()
  return {
    recvfrom(fd, data, flags, name) {
      const length = reference.recvfrom(fd, data, flags, name)
      if (name === null || length < 0) return length
      const key = keyOf(name.bytes)
      const known = names.get(key) ?? name.bytes.slice(0, name.length)
      names.set(key, known)
      name.set(known)
      return length
    },
  }
}
