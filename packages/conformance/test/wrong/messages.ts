import { type Backend, type ControlMessage, createSyscalls, type Message } from '@sendto/core'
import { call, reference } from '../reference.js'
import { both, type Defects, Thrown } from './defect.js'

const { constants, errno } = reference.platform
const { EINVAL = 0, ECONNREFUSED = 0, EMSGSIZE = 0 } = errno
const { MSG_TRUNC, MSG_CTRUNC } = constants
const dontWait = constants.MSG_DONTWAIT ?? 0

/** The data of a message, in one piece. */
export function gathered({ data }: Message): Uint8Array {
  return new Uint8Array(Buffer.concat(data))
}

/** Sends one view to where the message goes. */
export function sendAs(message: Message, fd: number, data: Uint8Array, flags: number): number {
  const name = message.nameLength === 0 ? null : message.name
  return call('sendto', fd, data, data.byteLength, flags, name, message.nameLength)
}

/** A message that is sent as the reference would after `change`. */
function sending(change: (message: Message) => void): Partial<Backend> {
  return {
    sendmsg(fd, message, flags) {
      change(message)
      return reference.sendmsg(fd, message, flags)
    },
  }
}

/** A message that is received by the reference, and then changed if it came. */
function receiving(change: (message: Message, length: number) => number): Partial<Backend> {
  return {
    recvmsg(fd, message, flags) {
      const length = reference.recvmsg(fd, message, flags)
      return length < 0 ? length : change(message, length)
    },
  }
}

/** A failure of sendmsg taken for success. */
const forgiving = (number: number): Partial<Backend> => ({
  sendmsg(fd, message, flags) {
    const result = reference.sendmsg(fd, message, flags)
    return result === -number ? gathered(message).length : result
  },
})

export const messageDefects: Defects = {
  'sends the first view alone': {
    calls: {
      sendmsg: (fd, message, flags) => sendAs(message, fd, message.data[0] ?? new Uint8Array(0), flags),
    },
    caughtBy: [...both('sendmsg/gather'), 'sendmsg/many-views', 'sendmsg/longest', 'sendmsg/kinds-of-memory'],
  },
  'sends each view as a datagram': {
    calls: {
      sendmsg: (fd, message, flags) => message.data.reduce((sum, view) => sum + sendAs(message, fd, view, flags), 0),
    },
    caughtBy: [...both('sendmsg/gather'), 'sendmsg/within'],
  },
  'sends no message of no bytes': {
    calls: {
      sendmsg: (fd, message, flags) => (gathered(message).length === 0 ? 0 : reference.sendmsg(fd, message, flags)),
    },
    caughtBy: ['sendmsg/no-bytes'],
  },
  'scatters over the views from the last to the first': {
    calls: receiving(({ data }, length) => {
      const content = Buffer.concat(data).subarray(0, length)
      let at = 0
      for (const view of [...data].reverse()) {
        view.set(content.subarray(at, at + view.length))
        at += view.length
      }
      return length
    }),
    caughtBy: [...both('recvmsg/scatter'), 'recvmsg/truncated', 'sendmsg/many-views'],
  },
  'fills the rest of its views': {
    calls: receiving(({ data }, length) => {
      let at = 0
      for (const view of data) {
        view.fill(0, Math.min(Math.max(length - at, 0), view.length))
        at += view.length
      }
      return length
    }),
    caughtBy: both('recvmsg/scatter'),
  },
  'says that nothing was cut': {
    calls: receiving((message, length) => {
      message.flags = 0
      return Math.min(length, gathered(message).length)
    }),
    caughtBy: ['recvmsg/truncated', 'recvmsg/whole-length', 'recvmsg/no-room', 'recvmsg/control-truncated'],
  },
  'says that everything was cut': {
    calls: receiving((message, length) => {
      message.flags |= MSG_TRUNC | MSG_CTRUNC
      return length
    }),
    caughtBy: [...both('recvmsg/scatter'), 'recvmsg/truncated', 'recvmsg/control-truncated', 'sendmsg/no-bytes'],
  },
  'receives no message without room': {
    calls: {
      recvmsg: (fd, message, flags) =>
        gathered(message).length === 0 ? -EINVAL : reference.recvmsg(fd, message, flags),
    },
    caughtBy: ['recvmsg/no-room'],
  },
  'cuts messages that are too long': {
    calls: {
      sendmsg(fd, message, flags) {
        const result = reference.sendmsg(fd, message, flags)
        return result === -EMSGSIZE ? sendAs(message, fd, gathered(message).subarray(0, 65_507), flags) : result
      },
    },
    caughtBy: ['sendmsg/longest'],
  },
  'sends to the address that a message had before': {
    calls: sending((message) => {
      if (message.nameLength === 0) message.nameLength = message.name[0] === constants.AF_INET6 ? 28 : 16
    }),
    caughtBy: [...both('sendmsg/connected'), 'sendmsg/no-destination'],
  },
  'takes a refused peer for a lost datagram': {
    calls: {
      ...forgiving(ECONNREFUSED),
      recvmsg(fd, message, flags) {
        const length = reference.recvmsg(fd, message, flags)
        return length === -ECONNREFUSED ? reference.recvmsg(fd, message, flags) : length
      },
    },
    caughtBy: ['recvmsg/refused'],
  },
  'peeks at no message': {
    calls: {
      recvmsg: (fd, message, flags) => reference.recvmsg(fd, message, flags & ~constants.MSG_PEEK),
    },
    caughtBy: ['recvmsg/peek'],
  },
  'clears its views before it receives': {
    calls: {
      recvmsg(fd, message, flags) {
        for (const view of message.data) view.fill(0)
        return reference.recvmsg(fd, message, flags)
      },
    },
    caughtBy: ['recvmsg/nothing-there'],
  },
  'names the first sender of all messages': {
    calls: namingTheFirst(),
    caughtBy: ['recvmsg/answer'],
  },
  'sends control data again and again': {
    calls: sendingTheLastControl(),
    caughtBy: ['sendmsg/control'],
  },
  'sends no control data': {
    calls: sending((message) => {
      message.controlLength = 0
    }),
    caughtBy: ['sendmsg/control', 'sendmsg/control-refused', 'recvmsg/control-kept'],
  },
  'receives control data whether there is some or not': {
    calls: receiving((message, length) => {
      message.controlLength = message.control.length
      return length
    }),
    caughtBy: ['recvmsg/control-kept'],
  },
  'gives all control data in the same array': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      const shared: ControlMessage[] = []
      return {
        ...sys,
        recvmsg(fd, data, options) {
          const received = sys.recvmsg(fd, data, options)
          shared.splice(0, shared.length, ...received.control)
          return { ...received, control: shared }
        },
      }
    },
    caughtBy: ['recvmsg/control-kept'],
  },
  'waits for no message': {
    calls: { recvmsg: (fd, message, flags) => reference.recvmsg(fd, message, flags | dontWait) },
    caughtBy: ['recvmsg/waits'],
  },
  'takes no shared memory in messages': {
    calls: sending(({ data }) => {
      if (data.some(({ buffer }) => buffer instanceof SharedArrayBuffer)) throw new Thrown('data is shared')
    }),
    caughtBy: ['sendmsg/kinds-of-memory'],
  },
  'believes the length that a view of a message says it has': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      const believed = (view: Uint8Array) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
      const list = (data: Uint8Array | readonly Uint8Array[]) =>
        Array.isArray(data) ? data.map(believed) : believed(data as Uint8Array)
      return {
        ...sys,
        sendmsg: (fd, { data, ...rest }, flags) => sys.sendmsg(fd, { data: list(data), ...rest }, flags),
        recvmsg: (fd, data, options) => sys.recvmsg(fd, list(data), options),
      }
    },
    caughtBy: ['sendmsg/true-length'],
  },
}

function namingTheFirst(): Partial<Backend> {
  let first: Uint8Array | undefined
  return receiving((message, length) => {
    first ??= message.name.slice(0, message.nameLength)
    message.name.set(first)
    return length
  })
}

function sendingTheLastControl(): Partial<Backend> {
  let last = 0
  return sending((message) => {
    message.controlLength ||= last
    last = message.controlLength
  })
}
