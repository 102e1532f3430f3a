import { createSyscalls } from '@sendto/core'
import { reference } from '../reference.js'
import { both, type Defects } from './defect.js'

const { constants } = reference.platform
const timeOuts = [constants.SO_RCVTIMEO, constants.SO_SNDTIMEO]
const timed = new Set<number>()

/** What a call throws is kept from the program. */
function hushed<Call extends (...input: never[]) => unknown>(call: Call): Call {
  return ((...input: Parameters<Call>) => {
    try {
      return call(...input)
    } catch {
      return undefined
    }
  }) as Call
}

export const namedOptionDefects: Defects = {
  'takes options for set, and sets none but time-outs': {
    calls: {
      setsockopt: (fd, level, option, value) =>
        level === constants.SOL_SOCKET && timeOuts.includes(option)
          ? reference.setsockopt(fd, level, option, value)
          : 0,
    },
    caughtBy: [
      ...['socket', 'ipv4', 'ipv6', 'udp', 'unix', 'administration'].map((group) => `setOption/values-${group}`),
      'setOption/other-family',
      'setOption/bad-descriptor',
      'setOption/segment-size',
      'setOption/buffer-size',
      'setOption/buffer-force',
      'setOption/time-to-live',
      'setOption/hop-limit',
      'setOption/words',
      'setOption/reuse-port',
      'setOption/broadcast',
      'setOption/free-bind',
      'setOption/bind-without-port',
      'setOption/bind-to-device',
      ...both('setOption/filter-drops'),
      'setOption/filter-cuts',
      'setOption/filter-lock',
      'setOption/filter-longest',
      'setOption/filter-verdict',
      ...both('setOption/steer-by-payload'),
      'setOption/steer-by-processor',
      'setOption/steer-after-close',
      'setOption/steer-detach',
      ...both('setOption/multicast'),
      ...both('setOption/multicast-either'),
      ...both('setOption/multicast-source-either'),
      ...both('setOption/multicast-block-either'),
      'setOption/multicast-source-ipv4',
      'setOption/multicast-block-ipv4',
      'setOption/multicast-all',
      ...both('setOption/multicast-loop'),
      'setOption/multicast-interface',
      'setOption/multicast-interface-ipv6',
    ],
  },
  'stores zeros for the values of options': {
    calls: {
      getsockopt(fd, level, option, value) {
        const result = reference.getsockopt(fd, level, option, value)
        if (!timeOuts.includes(option)) value.fill(0, 0, Math.max(0, result))
        return result
      },
    },
    caughtBy: [
      ...both('getOption/identity'),
      'getOption/cookie',
      'getOption/error',
      'getOption/memory-info',
      'getOption/path-mtu',
      'getOption/path-mtu-ipv6',
      'getOption/no-peer-credentials',
      'getOption/peer-credentials',
      'setOption/words',
      'setOption/multicast-interface',
    ],
  },
  'leaves the interface out where a group is joined': {
    calls: {
      setsockopt(fd, level, option, value) {
        const copy = value.slice()
        if (option === constants.IP_ADD_MEMBERSHIP) copy.fill(0, 4)
        if (option === constants.MCAST_JOIN_GROUP) copy.fill(0, 0, 4)
        return reference.setsockopt(fd, level, option, copy)
      },
    },
    caughtBy: ['setOption/multicast-ipv4', 'setOption/multicast-either-ipv4', 'setOption/multicast-all'],
  },
  'steers every datagram to the first socket of a group': {
    calls: {
      setsockopt: (fd, level, option, value) =>
        option === constants.SO_ATTACH_REUSEPORT_CBPF ? 0 : reference.setsockopt(fd, level, option, value),
    },
    caughtBy: [...both('setOption/steer-by-payload'), 'setOption/steer-after-close', 'setOption/steer-detach'],
  },
  'keeps the first time-out that a socket had': {
    calls: {
      socket(domain, type, protocol) {
        const fd = reference.socket(domain, type, protocol)
        timed.delete(fd)
        return fd
      },
      setsockopt(fd, level, option, value) {
        if (option === constants.SO_RCVTIMEO && timed.has(fd)) return 0
        if (option === constants.SO_RCVTIMEO) timed.add(fd)
        return reference.setsockopt(fd, level, option, value)
      },
    },
    caughtBy: ['setOption/time-out', 'setOption/values-socket'],
  },
  'takes options for set and read that it has refused': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      return { ...sys, getOption: hushed(sys.getOption), setOption: hushed(sys.setOption) }
    },
    caughtBy: [
      ...['fd', 'name'].map((argument) => `getOption/argument-${argument}`),
      ...['fd', 'name', 'value'].map((argument) => `setOption/argument-${argument}`),
      'setOption/read-only',
      'getOption/write-only',
      'setOption/other-platform',
    ],
  },
}
