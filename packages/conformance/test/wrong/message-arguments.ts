import { createSyscalls, type OutgoingMessage, type Syscalls } from '@sendto/core'
import { address } from './arguments.js'
import type { Defects } from './defect.js'

const int = (value: unknown) => Number(value) | 0
const bytes = (value: unknown) => Uint8Array.from(value as Uint8Array)
const views = (value: unknown) => (Array.isArray(value) ? value.slice(0, 1024).map(bytes) : bytes(value))
const control = (value: OutgoingMessage['control']) =>
  value === undefined || Array.isArray(value) ? value : bytes(value)

const careless =
  (send: (sys: Syscalls, message: OutgoingMessage) => OutgoingMessage) =>
  (backend: Syscalls['backend']): Syscalls => {
    const sys = createSyscalls(backend)
    return { ...sys, sendmsg: (fd, message, flags) => sys.sendmsg(fd, send(sys, message), flags) }
  }

export const messageArgumentDefects: Defects = {
  'makes do with any message': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      return {
        ...sys,
        sendmsg: (fd, message, flags) =>
          sys.sendmsg(
            int(fd),
            {
              data: views(message.data),
              to: message.to ? address(message.to) : null,
              control: control(message.control),
            },
            int(flags),
          ),
        recvmsg: (fd, data, options) =>
          sys.recvmsg(int(fd), views(data), {
            flags: int(options?.flags),
            controlSize: int(options?.controlSize) & 0xffff,
          }),
      }
    },
    caughtBy: [
      ...['fd', 'message', 'flags'].map((argument) => `sendmsg/argument-${argument}`),
      ...['fd', 'data', 'options'].map((argument) => `recvmsg/argument-${argument}`),
      'sendmsg/detached',
    ],
  },
  'copies the data of a message first of all': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      const copied = (data: Uint8Array | readonly Uint8Array[]) =>
        (Array.isArray(data) ? [...data] : [data as Uint8Array]).map((view) => Uint8Array.from(view))
      return {
        ...sys,
        sendmsg(fd, message, flags) {
          const data = copied(message.data)
          const { to, control } = message
          return sys.sendmsg(fd, { data, to, control }, flags)
        },
      }
    },
    caughtBy: ['sendmsg/detached-by-getter', 'sendmsg/read-once'],
  },
  'reads a message twice': {
    createSyscalls: careless((_, message) => {
      if (message.data === undefined || message.to === undefined) throw new TypeError('message')
      return message
    }),
    caughtBy: ['sendmsg/read-once'],
  },
  'has one place for all that is sent': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      const place: { data?: OutgoingMessage['data']; to?: OutgoingMessage['to'] } = {}
      return {
        ...sys,
        sendmsg(fd, message, flags) {
          place.data = message.data
          place.to = message.to
          const { control } = message
          return sys.sendmsg(fd, { data: place.data, to: place.to, control }, flags)
        },
      }
    },
    caughtBy: ['sendmsg/within'],
  },
}
