import { type Backend, createSyscalls } from '@sendto/core'
import { reference } from '../reference.js'
import { dataOf, receiving, sending } from './control-data.js'
import { both, type Defects } from './defect.js'

const { constants, errno, littleEndian } = reference.platform
const { ECONNREFUSED = 0, EINVAL = 0 } = errno
const MSG_ERRQUEUE = constants.MSG_ERRQUEUE ?? 0

const queueCases = [
  ...both('recvmsg/port-unreachable'),
  'recvmsg/port-unreachable-mapped',
  'recvmsg/quoted-payload',
  'recvmsg/error-queue-order',
  'recvmsg/error-queue-apart',
  'recvmsg/error-taken',
  'recvmsg/local-error',
]
const timeCases = [
  'recvmsg/timestamp',
  'recvmsg/timestamp-in-microseconds',
  ...both('recvmsg/timestamping'),
  ...both('recvmsg/transmit-timestamp'),
]

export const controlDefects: Defects = {
  'sends without what is wrong beside the data': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      return {
        ...sys,
        sendmsg: (fd, { data, to }, flags) => sys.sendmsg(fd, { data, to }, flags),
        createVector(size) {
          const vector = sys.createVector(size)
          const set = vector.set.bind(vector)
          vector.set = (slot, data, to) => set(slot, data, to)
          return vector
        },
      }
    },
    caughtBy: ['sendmsg/argument-control', 'createVector/set-control'],
  },
  'loses what came beside the data': {
    calls: receiving((message) => {
      message.controlLength = 0
    }),
    caughtBy: [
      ...both('recvmsg/packet-info'),
      'recvmsg/packet-info-mapped',
      'recvmsg/packet-info-broadcast',
      'sendmsg/answer',
      ...both('recvmsg/traffic-class'),
      ...both('recvmsg/hop-limit'),
      'recvmsg/raw-control',
      'recvmsg/path-mtu',
      ...timeCases,
      'recvmsg/drops',
      ...both('recvmsg/segment-size'),
      ...both('recvmsg/port-unreachable'),
      'recvmsg/local-error',
    ],
  },
  'tells no more than the first control message': {
    calls: receiving((message, control) => {
      if (control.byteLength >= 16) message.controlLength = control.getUint32(0, littleEndian)
    }),
    caughtBy: ['sendmsg/several-controls', ...both('recvmsg/transmit-timestamp')],
  },
  'tells the same address for destination and source': {
    calls: receiving((_, control) => {
      const at = dataOf(control, constants.IPPROTO_IP, constants.IP_PKTINFO)
      if (at !== undefined) control.setUint32(at + 4, control.getUint32(at + 8))
    }),
    caughtBy: ['recvmsg/packet-info-broadcast'],
  },
  'tells the destination of the first datagram for all': {
    calls: tellingTheFirst(),
    caughtBy: ['recvmsg/packet-info-ipv4', ...both('recvmsg/traffic-class'), ...both('recvmsg/hop-limit')],
  },
  'leaves unsaid what is to be sent beside the data': {
    calls: sending((message) => {
      message.controlLength = 0
    }),
    caughtBy: [
      'sendmsg/source',
      ...both('sendmsg/foreign-source'),
      ...both('sendmsg/interface'),
      'sendmsg/answer',
      ...both('sendmsg/traffic-class'),
      ...both('sendmsg/hop-limit'),
      'sendmsg/several-controls',
      'sendmsg/refused-control',
      'sendmsg/raw-control',
      'sendmsg/transmit-timestamp',
      'sendmsg/transmit-time',
      ...both('sendmsg/segments'),
    ],
  },
  'says of all messages what was said of one': {
    calls: repeating(),
    caughtBy: [
      'sendmsg/source',
      ...both('sendmsg/traffic-class'),
      ...both('sendmsg/hop-limit'),
      'sendmsg/transmit-timestamp',
    ],
  },
  'passes over control data that the kernel refuses': {
    calls: {
      sendmsg(fd, message, flags) {
        const result = reference.sendmsg(fd, message, flags)
        if (result !== -EINVAL) return result
        message.controlLength = 0
        return reference.sendmsg(fd, message, flags)
      },
    },
    caughtBy: ['sendmsg/refused-control', 'sendmsg/foreign-source-ipv6'],
  },
  'cuts off the ECN bits': {
    calls: sending((_, control) => {
      const tos = dataOf(control, constants.IPPROTO_IP, constants.IP_TOS)
      if (tos !== undefined) control.setInt32(tos, control.getInt32(tos, littleEndian) & ~3, littleEndian)
      const tclass = dataOf(control, constants.IPPROTO_IPV6, constants.IPV6_TCLASS)
      if (tclass !== undefined) control.setInt32(tclass, control.getInt32(tclass, littleEndian) & ~3, littleEndian)
    }),
    caughtBy: both('sendmsg/traffic-class'),
  },
  'tells times an hour early': {
    calls: receiving((_, control) => {
      for (const type of [constants.SCM_TIMESTAMP, constants.SCM_TIMESTAMPNS, constants.SCM_TIMESTAMPING]) {
        const at = dataOf(control, constants.SOL_SOCKET, type)
        if (at === undefined) continue
        control.setBigInt64(at, control.getBigInt64(at, littleEndian) - 3600n, littleEndian)
      }
    }),
    caughtBy: timeCases,
  },
  'counts losses from the last message on': {
    calls: countingAnew(),
    caughtBy: ['recvmsg/drops'],
  },
  'counts each datagram of a lost message': {
    calls: receiving((_, control) => {
      const at = dataOf(control, constants.SOL_SOCKET, constants.SO_RXQ_OVFL)
      if (at !== undefined) control.setUint32(at, control.getUint32(at, littleEndian) * 30, littleEndian)
    }),
    caughtBy: ['recvmsg/drops-joined'],
  },
  'sends the segments of a message as one datagram': {
    calls: sending((message, control) => {
      if (dataOf(control, constants.IPPROTO_UDP, constants.UDP_SEGMENT) !== undefined) message.controlLength = 0
    }),
    caughtBy: [...both('sendmsg/segments'), ...both('recvmsg/segment-size')],
  },
  'never has datagrams joined': {
    calls: {
      setsockopt: (fd, level, option, value) =>
        level === constants.IPPROTO_UDP ? 0 : reference.setsockopt(fd, level, option, value),
    },
    caughtBy: both('recvmsg/segment-size'),
  },
  'looks for datagrams where the error queue was asked for': {
    calls: { recvmsg: (fd, message, flags) => reference.recvmsg(fd, message, flags & ~MSG_ERRQUEUE) },
    caughtBy: [...queueCases, ...both('recvmsg/transmit-timestamp'), 'sendmsg/transmit-timestamp'],
  },
  'finds the error queue always empty': {
    calls: {
      recvmsg: (fd, message, flags) =>
        (flags & MSG_ERRQUEUE) === 0 ? reference.recvmsg(fd, message, flags) : -(errno.EAGAIN ?? 0),
    },
    caughtBy: [...queueCases, 'sendto/pending-error'],
  },
  'sends anew what a pending error has held up': {
    calls: {
      sendto(fd, data, flags, name) {
        const result = reference.sendto(fd, data, flags, name)
        return result === -ECONNREFUSED ? reference.sendto(fd, data, flags, name) : result
      },
    },
    caughtBy: ['sendto/pending-error'],
  },
  'loses what a pending error has held up': {
    calls: {
      sendto(fd, data, flags, name) {
        const result = reference.sendto(fd, data, flags, name)
        return result === -ECONNREFUSED ? data.length : result
      },
    },
    caughtBy: ['sendto/pending-error'],
  },
  'knows of no pending error': {
    calls: {
      getsockopt(fd, level, option, value) {
        const result = reference.getsockopt(fd, level, option, value)
        if (level === constants.SOL_SOCKET && option === constants.SO_ERROR) value.fill(0)
        return result
      },
    },
    caughtBy: ['getsockopt/pending-error'],
  },
  'polls for what was asked for alone': {
    calls: {
      poll(set, count, timeout) {
        const result = reference.poll(set, count, timeout)
        for (let index = 0; index < count; index++) set.setRevents(index, set.revents(index) & set.events(index))
        return result
      },
    },
    caughtBy: ['getsockopt/pending-error', 'sendto/pending-error'],
  },
}

function tellingTheFirst(): Partial<Backend> {
  let first: Uint8Array | undefined
  return receiving((message) => {
    first ??= message.control.slice(0, message.controlLength)
    message.control.set(first)
  })
}

function repeating(): Partial<Backend> {
  let last: Uint8Array | undefined
  return {
    sendmsg(fd, message, flags) {
      if (message.controlLength > 0) last = message.control.slice(0, message.controlLength)
      if (last !== undefined) {
        message.control.set(last)
        message.controlLength = last.length
      }
      return reference.sendmsg(fd, message, flags)
    },
  }
}

function countingAnew(): Partial<Backend> {
  let told = 0
  return receiving((_, control) => {
    const at = dataOf(control, constants.SOL_SOCKET, constants.SO_RXQ_OVFL)
    if (at === undefined) return
    const lost = control.getUint32(at, littleEndian)
    control.setUint32(at, lost - told, littleEndian)
    told = lost
  })
}
