import type { Backend } from '@sendto/core'
import { reference } from '../reference.js'
import type { Defects } from './defect.js'

const { constants, errno } = reference.platform
const { IPPROTO_UDP, UDP_GRO = 0 } = constants

export const segmentationDefects: Defects = {
  'sends segments as one datagram': {
    calls: {
      sendmsg(fd, message, flags) {
        message.controlLength = 0
        return reference.sendmsg(fd, message, flags)
      },
      sendmmsg(fd, vector, from, count, flags) {
        for (let slot = from; slot < from + count; slot++) vector.setControlLength(slot, 0)
        return reference.sendmmsg(fd, vector, from, count, flags)
      },
    },
    caughtBy: [
      'sendmsg/segment-sizes',
      'sendmsg/segments-raw',
      'sendmmsg/segments',
      'recvmsg/joined',
      'recvmmsg/joined',
    ],
  },
  'declares more segments than the kernel takes': {
    calls: {
      get capabilities() {
        return { ...reference.capabilities, maxSegments: 200 }
      },
    },
    caughtBy: ['sendmsg/most-segments'],
  },
  'declares fewer segments than the kernel takes': {
    calls: {
      get capabilities() {
        return { ...reference.capabilities, maxSegments: 32 }
      },
    },
    caughtBy: ['sendmsg/most-segments'],
  },
  'says that it joins, and does not': {
    calls: {
      setsockopt: (fd, level, option, value) =>
        level === IPPROTO_UDP && option === UDP_GRO ? 0 : reference.setsockopt(fd, level, option, value),
    },
    caughtBy: ['recvmmsg/joined', 'recvmmsg/joined-truncated', 'recvmmsg/joined-without-control', 'recvmsg/joined'],
  },
  'loses the segment sizes': {
    calls: withoutControl(),
    caughtBy: ['recvmmsg/joined', 'recvmmsg/many-joined', 'recvmmsg/joined-truncated', 'recvmsg/joined'],
  },
  'says nothing of lost segment sizes': {
    calls: {
      recvmmsg(fd, vector, from, count, flags) {
        const result = reference.recvmmsg(fd, vector, from, count, flags)
        for (let slot = from; slot < from + result; slot++) vector.setFlags(slot, 0)
        return result
      },
    },
    caughtBy: ['recvmmsg/joined-truncated', 'recvmmsg/joined-without-control'],
  },
  'has no option for joining': {
    calls: {
      setsockopt: (fd, level, option, value) =>
        level === IPPROTO_UDP ? -(errno.ENOPROTOOPT ?? 0) : reference.setsockopt(fd, level, option, value),
    },
    caughtBy: ['recvmmsg/joined', 'recvmmsg/many-joined'],
  },
}

function withoutControl(): Partial<Backend> {
  return {
    recvmsg(fd, message, flags) {
      const result = reference.recvmsg(fd, message, flags)
      message.controlLength = 0
      return result
    },
    recvmmsg(fd, vector, from, count, flags) {
      const result = reference.recvmmsg(fd, vector, from, count, flags)
      for (let slot = from; slot < from + result; slot++) vector.setControlLength(slot, 0)
      return result
    },
  }
}
