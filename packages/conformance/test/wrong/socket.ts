import { call, reference } from '../reference.js'
import { both, type Defects } from './defect.js'

const { constants, errno } = reference.platform
const one = new Uint8Array(Int32Array.of(1).buffer)

function socketWith(level: number, option: number | undefined) {
  return (domain: number, type: number, protocol: number) => {
    const fd = reference.socket(domain, type, protocol)
    if (fd >= 0 && option !== undefined) reference.setsockopt(fd, level, option, one)
    return fd
  }
}

export const socketDefects: Defects = {
  'opens IPv4 for IPv6': {
    calls: {
      socket: (domain, type, protocol) =>
        reference.socket(domain === constants.AF_INET6 ? constants.AF_INET : domain, type, protocol),
    },
    caughtBy: ['socket/opens-ipv6', 'sendto/hello-ipv6'],
  },
  'opens IPv6 for IPv4': {
    calls: {
      socket: (domain, type, protocol) =>
        reference.socket(domain === constants.AF_INET ? constants.AF_INET6 : domain, type, protocol),
    },
    caughtBy: ['socket/opens-ipv4', 'sendto/hello-ipv4'],
  },
  'opens IPv4 for a family that it does not know': {
    calls: {
      socket: (domain, type, protocol) =>
        reference.socket(domain === constants.AF_INET6 ? domain : constants.AF_INET, type, protocol),
    },
    caughtBy: ['socket/unknown-family'],
  },
  'ignores the protocol': {
    calls: { socket: (domain, type) => reference.socket(domain, type, 0) },
    caughtBy: ['socket/protocol', ...both('sendto/ping'), ...both('sendto/raw-ping')],
  },
  'drops SOCK_NONBLOCK': {
    calls: {
      socket: (domain, type, protocol) => reference.socket(domain, type & ~(constants.SOCK_NONBLOCK ?? 0), protocol),
    },
    caughtBy: ['socket/non-blocking'],
  },
  'drops SOCK_CLOEXEC': {
    calls: {
      socket: (domain, type, protocol) => reference.socket(domain, type & ~(constants.SOCK_CLOEXEC ?? 0), protocol),
    },
    caughtBy: ['socket/close-on-exec'],
  },
  'sets SO_REUSEADDR by itself': {
    calls: { socket: socketWith(constants.SOL_SOCKET, constants.SO_REUSEADDR) },
    caughtBy: ['socket/no-options', ...both('bind/taken')],
  },
  'sets SO_BROADCAST by itself': {
    calls: { socket: socketWith(constants.SOL_SOCKET, constants.SO_BROADCAST) },
    caughtBy: ['socket/no-options', 'sendto/broadcast'],
  },
  'never closes': {
    calls: { close: () => 0 },
    caughtBy: ['close/closes', 'close/no-leak', 'close/closed-descriptor', 'close/bad-descriptor'],
  },
  'leaks a descriptor when bind fails': {
    calls: {
      bind(fd, name) {
        const result = reference.bind(fd, name)
        if (result === -(errno.EADDRINUSE ?? 0)) call('socket', constants.AF_INET, constants.SOCK_DGRAM, 0)
        return result
      },
    },
    caughtBy: ['close/no-leak'],
  },
}
