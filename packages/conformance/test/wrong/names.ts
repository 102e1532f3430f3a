import type { Name } from '@sendto/core'
import { reference } from '../reference.js'
import { both, type Defects } from './defect.js'
import { changed } from './name.js'

const { constants, errno } = reference.platform
const { EADDRNOTAVAIL = 0, EINVAL = 0 } = errno

const addressOf = (name: Uint8Array) => (name.length === 16 ? name.subarray(4, 8) : name.subarray(8, 24))

const toLoopback = (name: Name) =>
  changed(name, (copy) => {
    if (copy.length === 16) copy.set([127, 0, 0, 1], 4)
    else copy.fill(0, 8, 24).fill(1, 23, 24)
  })

export const nameDefects: Defects = {
  'binds to every address of the host': {
    calls: {
      bind: (fd, name) =>
        reference.bind(
          fd,
          changed(name, (copy) => addressOf(copy).fill(0)),
        ),
    },
    caughtBy: [...both('bind/port-zero'), ...both('bind/given-port')],
  },
  'binds to loopback alone': {
    calls: { bind: (fd, name) => reference.bind(fd, toLoopback(name)) },
    caughtBy: [...both('bind/wildcard'), 'bind/foreign-address'],
  },
  'binds to a port of its own choice': {
    calls: {
      bind: (fd, name) =>
        reference.bind(
          fd,
          changed(name, (copy) => copy.fill(0, 2, 4)),
        ),
    },
    caughtBy: [...both('bind/given-port'), ...both('bind/taken'), 'bind/privileged-port', 'recvfrom/similar-senders'],
  },
  'tells the port in the byte order of the host': {
    calls: {
      getsockname(fd, name) {
        const result = reference.getsockname(fd, name)
        name.bytes.subarray(2, 4).reverse()
        return result
      },
    },
    caughtBy: [...both('bind/given-port'), 'backend/two-tables', 'recvfrom/answer'],
  },
  'has no name before bind': {
    calls: {
      getsockname(fd, name) {
        const result = reference.getsockname(fd, name)
        return result < 0 || name.bytes[2] || name.bytes[3] ? result : -EINVAL
      },
    },
    caughtBy: both('getsockname/unbound'),
  },
  'binds elsewhere when an address is not of this host': {
    calls: {
      bind(fd, name) {
        const result = reference.bind(fd, name)
        return result === -EADDRNOTAVAIL ? reference.bind(fd, toLoopback(name)) : result
      },
    },
    caughtBy: ['bind/foreign-address'],
  },
  'takes a second bind for done': {
    calls: {
      bind(fd, name) {
        const result = reference.bind(fd, name)
        return result === -EINVAL ? 0 : result
      },
    },
    caughtBy: ['bind/twice', 'bind/scope'],
  },
  'opens sockets for IPv6 alone': {
    calls: {
      socket(domain, type, protocol) {
        const fd = reference.socket(domain, type, protocol)
        const one = new Uint8Array(Int32Array.of(1).buffer)
        if (domain === constants.AF_INET6) reference.setsockopt(fd, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, one)
        return fd
      },
      setsockopt: (fd, level, option, value) =>
        level === constants.IPPROTO_IPV6 ? 0 : reference.setsockopt(fd, level, option, value),
    },
    caughtBy: ['bind/dual-stack', 'recvfrom/mapped', 'sendto/ipv4-literal', 'setsockopt/level'],
  },
  'ignores IPV6_V6ONLY': {
    calls: {
      setsockopt: (fd, level, option, value) =>
        level === constants.IPPROTO_IPV6 ? 0 : reference.setsockopt(fd, level, option, value),
    },
    caughtBy: ['bind/dual-stack', 'recvfrom/v6only', 'sendto/v6only', 'setsockopt/level'],
  },
  'loses scopes on the way up': {
    calls: {
      getsockname(fd, name) {
        const result = reference.getsockname(fd, name)
        name.bytes.fill(0, 24, 28)
        return result
      },
    },
    caughtBy: ['bind/scope', 'bind/zone'],
  },
  'loses scopes on the way down': {
    calls: {
      bind: (fd, name) =>
        reference.bind(
          fd,
          changed(name, (copy) => copy.fill(0, 24)),
        ),
    },
    caughtBy: ['bind/scope', 'bind/zone'],
  },
}
