import type { Backend } from '@sendto/core'
import { reference } from '../reference.js'
import { dataOf, receiving, sending } from './control-data.js'
import type { Defects } from './defect.js'

const { constants, errno, littleEndian } = reference.platform
const { SOL_SOCKET, SCM_RIGHTS, SCM_CREDENTIALS, MSG_CMSG_CLOEXEC = 0 } = constants

export const unixControlDefects: Defects = {
  'passes no descriptors': {
    calls: sending((message, control) => {
      if (dataOf(control, SOL_SOCKET, SCM_RIGHTS) !== undefined) message.controlLength = 0
    }),
    caughtBy: [
      'sendmsg/descriptors',
      'recvmsg/descriptors-unclaimed',
      'recvmsg/descriptors-truncated',
      'sendmsg/bad-descriptors',
    ],
  },
  'tells the numbers that passed descriptors had with their sender': {
    calls: tellingSent(),
    caughtBy: ['sendmsg/descriptors'],
  },
  'lets new programs inherit the descriptors that it takes': {
    calls: {
      recvmsg: (fd, message, flags) => reference.recvmsg(fd, message, flags & ~MSG_CMSG_CLOEXEC),
      adopt: () => 0,
    },
    caughtBy: ['recvmsg/descriptors-close-on-exec'],
  },
  'closes none but its own descriptors': {
    calls: closingItsOwn(),
    caughtBy: ['recvmsg/descriptors-unclaimed', 'recvmsg/descriptors-truncated', 'recvmmsg/descriptors'],
  },
  'does not tell that descriptors were cut off': {
    calls: receiving((message) => {
      message.flags &= ~constants.MSG_CTRUNC
    }),
    caughtBy: ['recvmsg/descriptors-truncated'],
  },
  'sends without what is refused beside the data': {
    calls: {
      sendmsg(fd, message, flags) {
        const result = reference.sendmsg(fd, message, flags)
        if (![errno.EBADF, errno.ESRCH, errno.EPERM].includes(-result)) return result
        message.controlLength = 0
        return reference.sendmsg(fd, message, flags)
      },
    },
    caughtBy: ['sendmsg/bad-descriptors', 'sendmsg/false-credentials'],
  },
  'takes every sender for its own parent': {
    calls: receiving((_, control) => {
      const pid = dataOf(control, SOL_SOCKET, SCM_CREDENTIALS)
      if (pid !== undefined) control.setInt32(pid, process.ppid, littleEndian)
    }),
    caughtBy: ['recvmsg/credentials'],
  },
}

function tellingSent(): Partial<Backend> {
  let sent = -1
  const send = sending((_, control) => {
    const at = dataOf(control, SOL_SOCKET, SCM_RIGHTS)
    if (at !== undefined) sent = control.getInt32(at, littleEndian)
  })
  const receive = receiving((_, control) => {
    const at = dataOf(control, SOL_SOCKET, SCM_RIGHTS)
    if (at === undefined) return
    reference.close(control.getInt32(at, littleEndian))
    control.setInt32(at, sent, littleEndian)
  })
  return { ...send, ...receive }
}

function closingItsOwn(): Partial<Backend> {
  const own = new Set<number>()
  return {
    socket(domain, type, protocol) {
      const fd = reference.socket(domain, type, protocol)
      own.add(fd)
      return fd
    },
    close: (fd) => (own.delete(fd) ? reference.close(fd) : 0),
  }
}
