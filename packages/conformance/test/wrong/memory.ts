import { type Backend, byteLengthOf, createSyscalls } from '@sendto/core'
import { call, reference } from '../reference.js'
import { type Defects, Thrown } from './defect.js'
import { copyOf } from './name.js'

const whole = (view: Uint8Array) => new Uint8Array(view.buffer)

let lastSent: Uint8Array | undefined
let lastLength = 0

export const memoryDefects: Defects = {
  'sends from the beginning of the memory': {
    calls: {
      sendto: (fd, data, flags, name) => reference.sendto(fd, whole(data).subarray(0, byteLengthOf(data)), flags, name),
    },
    caughtBy: ['sendto/view'],
  },
  'receives at the beginning of the memory': {
    calls: {
      recvfrom: (fd, data, flags, name) =>
        reference.recvfrom(fd, whole(data).subarray(0, byteLengthOf(data)), flags, name),
    },
    caughtBy: ['recvfrom/view', 'recvfrom/kinds-of-memory'],
  },
  'refuses memory that is shared': {
    calls: {
      sendto(fd, data, flags, name) {
        if (data.buffer instanceof SharedArrayBuffer) throw new Thrown('data is shared')
        return reference.sendto(fd, data, flags, name)
      },
    },
    caughtBy: ['recvfrom/kinds-of-memory'],
  },
  'believes the length that a view says it has': {
    calls: {
      sendto: (fd, data, flags, name) =>
        call('sendto', fd, data, data.byteLength, flags, name?.bytes ?? null, name?.length ?? 0),
    },
    caughtBy: ['sendto/true-length'],
  },
  'believes the length of a buffer': {
    calls: {
      recvfrom: (fd, data, flags, name) =>
        call('recvfrom', fd, data, data.byteLength, flags, name?.bytesAddress ?? 0, name?.lengthAddress ?? 0),
    },
    caughtBy: ['sendto/true-length'],
  },
  'takes a view that is used again to be as long as it was': {
    calls: {
      sendto(fd, data, flags, name) {
        if (data !== lastSent) lastLength = byteLengthOf(data)
        lastSent = data
        return call('sendto', fd, data, lastLength, flags, name?.bytes ?? null, name?.length ?? 0)
      },
    },
    caughtBy: ['sendto/resized'],
  },
  'copies the data before it looks at anything else': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      return {
        ...sys,
        sendto: (fd, data, flags, to) => sys.sendto(fd, asFarAsThere(data), flags, to),
        recvfrom: (fd, data, flags) => sys.recvfrom(fd, data.length === 0 ? new Uint8Array(1) : data, flags),
      }
    },
    caughtBy: [
      'sendto/detached',
      'recvfrom/detached',
      'sendto/shrunk',
      'sendto/detached-by-getter',
      'sendto/written-by-getter',
    ],
  },
  'sends only when something is received': {
    calls: sendingLate(),
    caughtBy: ['sendto/keeps-data'],
  },
}

function asFarAsThere(data: Uint8Array): Uint8Array {
  const copy = new Uint8Array(data.byteLength)
  if (data.byteLength > 0) copy.set(data)
  return copy
}

function sendingLate(): Partial<Backend> {
  let queue: Parameters<Backend['sendto']>[] = []
  return {
    sendto(fd, data, flags, name) {
      queue.push([fd, data, flags, name && copyOf(name)])
      return data.byteLength
    },
    recvfrom(fd, data, flags, name) {
      for (const each of queue) reference.sendto(...each)
      queue = []
      return reference.recvfrom(fd, data, flags, name)
    },
  }
}
