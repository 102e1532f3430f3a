import type { Backend } from '@sendto/core'
import { call, reference } from '../reference.js'
import { both, type Defects } from './defect.js'
import { copyOf } from './name.js'

const { constants, errno } = reference.platform
const { EDESTADDRREQ = 0, EINVAL = 0, EMSGSIZE = 0 } = errno
const MSG_TRUNC = constants.MSG_TRUNC ?? 0
const MSG_DONTWAIT = constants.MSG_DONTWAIT ?? 0

/** An error taken for success. */
function forgiving(number: number): Backend['sendto'] {
  return (fd, data, flags, name) => {
    const result = reference.sendto(fd, data, flags, name)
    return result === -number ? data.byteLength : result
  }
}

export const datagramDefects: Defects = {
  'returns 0 for what it sent': {
    calls: { sendto: (fd, data, flags, name) => Math.min(reference.sendto(fd, data, flags, name), 0) },
    caughtBy: ['sendto/size', ...both('sendto/hello')],
  },
  'sends a NUL behind the payload': {
    calls: {
      sendto(fd, data, flags, name) {
        const longer = new Uint8Array(data.byteLength + 1)
        longer.set(data)
        return reference.sendto(fd, longer, flags, name) - 1
      },
    },
    caughtBy: [...both('sendto/hello'), ...both('sendto/zero-length'), 'sendto/size', 'sendto/view'],
  },
  'does not send datagrams of no bytes': {
    calls: {
      sendto: (fd, data, flags, name) => (data.byteLength === 0 ? 0 : reference.sendto(fd, data, flags, name)),
    },
    caughtBy: [...both('sendto/zero-length'), 'sendto/size', 'recvfrom/no-room'],
  },
  'skips datagrams of no bytes': {
    calls: {
      recvfrom: (fd, data, flags, name) =>
        reference.recvfrom(fd, data, flags, name) || reference.recvfrom(fd, data, flags, name),
    },
    caughtBy: both('sendto/zero-length'),
  },
  'sends from a socket of its own': {
    calls: {
      sendto(_, data, flags, name) {
        const domain = name?.length === 28 ? constants.AF_INET6 : constants.AF_INET
        const fd = reference.socket(domain, constants.SOCK_DGRAM, 0)
        const result = reference.sendto(fd, data, flags, name)
        reference.close(fd)
        return result
      },
    },
    caughtBy: ['sendto/binds', ...both('recvfrom/senders'), 'recvfrom/answer', 'worker/several'],
  },
  'cuts what is too long': {
    calls: {
      sendto(fd, data, flags, name) {
        const result = reference.sendto(fd, data, flags, name)
        if (result !== -EMSGSIZE) return result
        return reference.sendto(fd, data.subarray(0, 65_507), flags, name)
      },
    },
    caughtBy: [...both('sendto/longest'), 'close/no-leak'],
  },
  'sends in pieces': {
    calls: {
      sendto(fd, data, flags, name) {
        let sent = 0
        do sent += reference.sendto(fd, data.subarray(sent, sent + 1472), flags, name)
        while (sent < data.byteLength)
        return sent
      },
    },
    caughtBy: ['sendto/longest-ipv4', 'sendto/size'],
  },
  'sends each second datagram before the first': {
    calls: swapping(),
    caughtBy: ['sendto/order'],
  },
  'drops what has no destination': {
    calls: { sendto: forgiving(EDESTADDRREQ) },
    caughtBy: [...both('sendto/no-destination'), 'backend/error-number'],
  },
  'drops what goes to port 0': {
    calls: { sendto: forgiving(EINVAL) },
    caughtBy: ['sendto/port-zero'],
  },
  'connects before it sends': {
    calls: {
      sendto(fd, data, flags, name) {
        if (name !== null) call('connect', fd, name.bytes, name.length)
        return reference.sendto(fd, data, flags, null)
      },
    },
    caughtBy: ['sendto/closed-port'],
  },
  'cannot tell a truncation': {
    calls: { recvfrom: (fd, data, flags, name) => reference.recvfrom(fd, data, flags & ~MSG_TRUNC, name) },
    caughtBy: ['recvfrom/truncated', 'recvfrom/whole-length', 'recvfrom/no-room'],
  },
  'takes a full buffer for a truncation': {
    calls: {
      recvfrom(fd, data, flags, name) {
        const length = reference.recvfrom(fd, data, flags, name)
        return length === data.byteLength ? length + 1 : length
      },
    },
    caughtBy: ['recvfrom/exact', 'recvfrom/no-room'],
  },
  'receives nothing without room': {
    calls: {
      recvfrom: (fd, data, flags, name) =>
        data.byteLength === 0 ? -EINVAL : reference.recvfrom(fd, data, flags, name),
    },
    caughtBy: ['recvfrom/no-room'],
  },
  'ignores MSG_PEEK': {
    calls: { recvfrom: (fd, data, flags, name) => reference.recvfrom(fd, data, flags & ~constants.MSG_PEEK, name) },
    caughtBy: ['recvfrom/peek'],
  },
  'clears the buffer before it receives': {
    calls: { recvfrom: (fd, data, flags, name) => reference.recvfrom(fd, data.fill(0), flags, name) },
    caughtBy: ['recvfrom/nothing-there', 'recvfrom/view'],
  },
  'waits in spite of MSG_DONTWAIT': {
    calls: { recvfrom: (fd, data, flags, name) => reference.recvfrom(fd, data, flags & ~MSG_DONTWAIT, name) },
    caughtBy: ['recvfrom/dont-wait'],
  },
  'never waits': {
    calls: { recvfrom: (fd, data, flags, name) => reference.recvfrom(fd, data, flags | MSG_DONTWAIT, name) },
    caughtBy: ['setsockopt/time-out', 'recvfrom/interrupted', 'recvfrom/interrupted-with-time-out'],
  },
}

function swapping(): Partial<Backend> {
  let held: Parameters<Backend['sendto']> | undefined
  return {
    sendto(fd, data, flags, name) {
      if (held === undefined) {
        held = [fd, data.slice(), flags, name && copyOf(name)]
      } else {
        reference.sendto(fd, data, flags, name)
        reference.sendto(...held)
        held = undefined
      }
      return data.byteLength
    },
  }
}
