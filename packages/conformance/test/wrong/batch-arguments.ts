import { type Backend, createSyscalls, MessageVector, type Syscalls } from '@sendto/core'
import { address } from './arguments.js'
import type { Defects } from './defect.js'

const int = (value: unknown) => Number(value) | 0
const within = (value: unknown, most: number) => Math.min(Math.abs(int(value)), most)

/** Calls that differ in what their vectors do. */
const vectors = (change: (vector: MessageVector) => object) => (backend: Backend) => {
  const sys = createSyscalls(backend)
  return {
    ...sys,
    createVector(size: Parameters<Syscalls['createVector']>[0]) {
      const vector = sys.createVector(size)
      // Over the methods of the class.
      for (const [key, value] of Object.entries(change(vector))) Object.defineProperty(vector, key, { value })
      return vector
    },
  }
}

/** Calls that return 0 where they should throw an error with this code. */
const forgiving = (code: string) => (backend: Backend) => {
  const sys = createSyscalls(backend)
  const forgiven =
    <Input extends unknown[]>(call: (...input: Input) => number) =>
    (...input: Input) => {
      try {
        return call(...input)
      } catch (error) {
        if ((error as { code?: unknown }).code === code) return 0
        throw error
      }
    }
  return { ...sys, sendmmsg: forgiven(sys.sendmmsg), recvmmsg: forgiven(sys.recvmmsg) }
}

export const batchArgumentDefects: Defects = {
  'makes do with any batch': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      const spare = sys.createVector({ slots: 4, slotSize: 1 })
      const vectorOf = (vector: unknown) => (vector instanceof MessageVector ? vector : spare)
      return {
        ...sys,
        createVector: (size) =>
          sys.createVector({
            slots: within(size.slots, 1024) || 1,
            slotSize: within(size.slotSize, 2 ** 20),
            controlSize: within(size.controlSize, 65_535),
          }),
        sendmmsg(fd, vector, from, count, flags) {
          const first = within(from, 4)
          return sys.sendmmsg(int(fd), vectorOf(vector), first, within(count, 4 - first), int(flags))
        },
        recvmmsg: (fd, vector, flags) => sys.recvmmsg(int(fd), vectorOf(vector), int(flags)),
      }
    },
    caughtBy: [
      'createVector/argument-size',
      ...['fd', 'vector', 'from', 'count', 'flags'].map((argument) => `sendmmsg/argument-${argument}`),
      ...['fd', 'vector', 'flags'].map((argument) => `recvmmsg/argument-${argument}`),
    ],
  },
  'takes a vector that it cannot use for an empty one': {
    createSyscalls: forgiving('ERR_INVALID_ARG_VALUE'),
    caughtBy: ['sendmmsg/another-backend', 'recvmmsg/transferred'],
  },
  'sends nothing of what is out of range': {
    createSyscalls: forgiving('ERR_OUT_OF_RANGE'),
    caughtBy: ['recvmmsg/true-size', 'sendmmsg/argument-from', 'sendmmsg/argument-count'],
  },
  'makes no vectors without room': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      return {
        ...sys,
        createVector: ({ slotSize, ...size }) => sys.createVector({ slotSize: Math.max(slotSize, 1), ...size }),
      }
    },
    caughtBy: ['createVector/bounds'],
  },
  'makes do with whatever a slot is set to': {
    createSyscalls: vectors((vector) => ({
      set(slot: number, data: Uint8Array | number, to: Parameters<MessageVector['set']>[2]) {
        const early = typeof data === 'number' ? data : Uint8Array.from(data).slice(0, vector.slotSize)
        MessageVector.prototype.set.call(vector, int(slot), early, to && address(to))
      },
    })),
    caughtBy: ['createVector/set-arguments', 'createVector/set-getters'],
  },
  'shows slots that were not filled': {
    createSyscalls: vectors((vector) => ({
      size: (slot: number) => (slot < vector.messages ? MessageVector.prototype.size.call(vector, slot) : 0),
    })),
    caughtBy: ['recvmmsg/slots-refused'],
  },
}
