import { type Backend, createSyscalls, type VectorMemory } from '@sendto/core'
import { reference } from '../reference.js'
import { both, type Defects, Thrown } from './defect.js'
import { gathered, sendAs } from './messages.js'

const { constants, errno } = reference.platform
const { ECONNREFUSED = 0, EDESTADDRREQ = 0 } = errno
const dontWait = constants.MSG_DONTWAIT ?? 0
const waitForOne = constants.MSG_WAITFORONE ?? 0

const most = 204

/** Batches that are sent by the reference, after `change` of each slot. */
function sending(change: (vector: VectorMemory, slot: number) => void): Partial<Backend> {
  return {
    sendmmsg(fd, vector, from, count, flags) {
      for (let slot = from; slot < from + count; slot++) change(vector, slot)
      return reference.sendmmsg(fd, vector, from, count, flags)
    },
  }
}

/** Batches that are received by the reference, after a change of each slot. */
function preparing(change: (vector: VectorMemory, slot: number) => void): Partial<Backend> {
  return {
    recvmmsg(fd, vector, from, count, flags) {
      for (let slot = from; slot < from + count; slot++) change(vector, slot)
      return reference.recvmmsg(fd, vector, from, count, flags)
    },
  }
}

/** Batches that are received by the reference, with a change of each slot that was filled. */
function receiving(change: (vector: VectorMemory, slot: number) => void): Partial<Backend> {
  return {
    recvmmsg(fd, vector, from, count, flags) {
      const result = reference.recvmmsg(fd, vector, from, count, flags)
      for (let slot = from; slot < from + result; slot++) change(vector, slot)
      return result
    },
  }
}

export const batchDefects: Defects = {
  'sends batches backwards': {
    calls: {
      sendmmsg(fd, vector, from, count, flags) {
        for (let slot = from + count - 1; slot >= from; slot--) reference.sendmmsg(fd, vector, slot, 1, flags)
        return count
      },
    },
    caughtBy: [...both('sendmmsg/batch'), 'sendmmsg/range', 'sendmmsg/connected'],
  },
  'begins each batch with the first slot': {
    calls: { sendmmsg: (fd, vector, _, count, flags) => reference.sendmmsg(fd, vector, 0, count, flags) },
    caughtBy: ['sendmmsg/range', 'sendmmsg/stops-short', 'createVector/bounds'],
  },
  'drops what goes past 204 messages, and says that it was sent': {
    calls: {
      sendmmsg(fd, vector, from, count, flags) {
        const sent = reference.sendmmsg(fd, vector, from, Math.min(count, most), flags)
        return sent === most ? count : sent
      },
    },
    caughtBy: ['sendmmsg/many'],
  },
  'says that nothing left of a batch that stopped short': {
    calls: {
      sendmmsg(fd, vector, from, count, flags) {
        const sent = reference.sendmmsg(fd, vector, from, count, flags)
        return sent >= 0 && sent < count ? -ECONNREFUSED : sent
      },
    },
    caughtBy: ['sendmmsg/refused', 'sendmmsg/refused-between', 'sendmmsg/stops-short'],
  },
  'skips what cannot leave': {
    calls: {
      sendmmsg(fd, vector, from, count, flags) {
        for (let slot = from; slot < from + count; slot++) reference.sendmmsg(fd, vector, slot, 1, flags)
        return count
      },
    },
    caughtBy: ['sendmmsg/stops-short', 'sendmmsg/no-destination', 'sendmmsg/refused-between'],
  },
  'sends a slot to the address that it had before': {
    calls: sending((vector, slot) => {
      if (vector.nameLength(slot) === 0 && vector.name(slot)[0] !== 0) vector.setNameLength(slot, 16)
    }),
    caughtBy: ['sendmmsg/no-destination'],
  },
  'sends no message without an address': {
    calls: {
      sendmmsg: (fd, vector, from, count, flags) =>
        vector.nameLength(from) === 0 ? -EDESTADDRREQ : reference.sendmmsg(fd, vector, from, count, flags),
    },
    caughtBy: ['sendmmsg/connected', 'recvmmsg/refused'],
  },
  'sends what stood in a slot at first': {
    calls: sendingTheFirst(),
    caughtBy: ['sendmmsg/many', 'recvmmsg/resets-size'],
  },
  'sends what stood in a slot when it was prepared': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      return {
        ...sys,
        createVector(size) {
          const vector = sys.createVector(size)
          return Object.defineProperty(vector, 'payload', { value: vector.payload.slice() })
        },
      }
    },
    caughtBy: ['sendmmsg/in-place'],
  },
  'throws where there is nothing yet': {
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      const waiting = (result: number) => {
        if (result === 0) throw new Thrown('EAGAIN')
        return result
      }
      return {
        ...sys,
        sendmmsg: (...input) => waiting(sys.sendmmsg(...input)),
        recvmmsg: (...input) => waiting(sys.recvmmsg(...input)),
      }
    },
    caughtBy: ['sendmmsg/again', 'recvmmsg/nothing-there', 'recvmmsg/time-out'],
  },
  'receives no more than 204 messages': {
    calls: {
      recvmmsg: (fd, vector, from, count, flags) => reference.recvmmsg(fd, vector, from, Math.min(count, most), flags),
    },
    caughtBy: ['recvmmsg/at-once'],
  },
  'waits for every message': {
    calls: {
      recvmmsg: (fd, vector, from, count, flags) => reference.recvmmsg(fd, vector, from, count, flags & ~waitForOne),
    },
    caughtBy: ['recvmmsg/waits-for-one'],
  },
  'waits for no batch': {
    calls: {
      recvmmsg: (fd, vector, from, count, flags) => reference.recvmmsg(fd, vector, from, count, flags | dontWait),
    },
    caughtBy: ['recvmmsg/time-out'],
  },
  'takes a datagram of no bytes for the end of a batch': {
    calls: {
      recvmmsg(fd, vector, from, count, flags) {
        const result = reference.recvmmsg(fd, vector, from, count, flags)
        for (let slot = from; slot < from + result; slot++) {
          if (vector.transferred(slot) === 0) return slot - from
        }
        return result
      },
    },
    caughtBy: ['recvmmsg/zero-length', ...both('sendmmsg/batch')],
  },
  'takes a refused batch for none': {
    calls: {
      recvmmsg(fd, vector, from, count, flags) {
        const result = reference.recvmmsg(fd, vector, from, count, flags)
        return result === -ECONNREFUSED ? reference.recvmmsg(fd, vector, from, count, flags) : result
      },
    },
    caughtBy: ['recvmmsg/refused'],
  },
  'names the first sender in every slot': {
    calls: receiving((vector, slot) => vector.name(slot).set(vector.name(0))),
    caughtBy: ['recvmmsg/answer'],
  },
  'says nothing of what was cut in a batch': {
    calls: receiving((vector, slot) => vector.setFlags(slot, 0)),
    caughtBy: ['recvmmsg/truncated', 'recvmmsg/resets-flags', 'recvmmsg/control-truncated'],
  },
  'never forgets what was cut': {
    calls: keepingFlags(),
    caughtBy: ['recvmmsg/truncated', 'recvmmsg/resets-flags'],
  },
  'has a byte less room in a slot than was sent from it': {
    calls: receivingWhatWasSent(),
    caughtBy: ['recvmmsg/resets-size'],
  },
  'has room for short names': {
    calls: preparing((vector, slot) => vector.setNameLength(slot, 16)),
    caughtBy: ['recvmmsg/resets-name'],
  },
  'sends batches without control data': {
    calls: sending((vector, slot) => vector.setControlLength(slot, 0)),
    caughtBy: ['sendmmsg/control'],
  },
  'loses the last byte of each datagram in a batch': {
    calls: receiving((vector, slot) => vector.setTransferred(slot, Math.max(vector.transferred(slot) - 1, 0))),
    caughtBy: ['recvmmsg/datagrams', 'recvmmsg/answer'],
  },
  'loses what lies in memory when some is collected': {
    calls: forgettingAtCollections(),
    caughtBy: ['recvmmsg/collected'],
  },
}

function sendingTheFirst(): Partial<Backend> {
  const first = new WeakMap<VectorMemory, Map<number, Uint8Array>>()
  return {
    sendmmsg(fd, vector, from, count, flags) {
      const known = first.get(vector) ?? new Map<number, Uint8Array>()
      first.set(vector, known)
      for (let slot = from; slot < from + count; slot++) {
        const message = vector.slot(slot)
        const data = known.get(slot) ?? gathered(message)
        known.set(slot, data)
        sendAs(message, fd, data, flags)
      }
      return count
    },
  }
}

function keepingFlags(): Partial<Backend> {
  let kept = 0
  return receiving((vector, slot) => {
    kept |= vector.flags(slot)
    vector.setFlags(slot, kept)
  })
}

function receivingWhatWasSent(): Partial<Backend> {
  const sizes = new Map<number, number>()
  return {
    ...sending((vector, slot) => sizes.set(slot, vector.size(slot))),
    ...preparing((vector, slot) => vector.setSize(slot, Math.max((sizes.get(slot) ?? vector.slotSize) - 1, 0))),
  }
}

function forgettingAtCollections(): Partial<Backend> {
  const canary = new WeakRef({})
  return receiving((vector, slot) => {
    if (canary.deref() === undefined) vector.slot(slot).data[0]?.fill(0)
  })
}
