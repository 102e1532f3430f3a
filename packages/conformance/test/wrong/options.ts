import { reference } from '../reference.js'
import type { Defects } from './defect.js'

const { constants, errno } = reference.platform
const { ENOPROTOOPT = 0 } = errno

export const optionDefects: Defects = {
  'sets every int to 1': {
    calls: {
      setsockopt: (fd, level, option, value) =>
        reference.setsockopt(fd, level, option, value.length === 4 ? new Uint8Array(Int32Array.of(1).buffer) : value),
    },
    caughtBy: ['setsockopt/int', 'setsockopt/buffer-size', 'setOption/values-ipv4', 'setOption/time-to-live'],
  },
  'reads option values from the beginning of the memory': {
    calls: {
      setsockopt: (fd, level, option, value) =>
        reference.setsockopt(fd, level, option, new Uint8Array(value.buffer, 0, value.length)),
    },
    caughtBy: ['setsockopt/bytes'],
  },
  'takes every option for one of SOL_SOCKET': {
    calls: {
      setsockopt: (fd, _, option, value) => reference.setsockopt(fd, constants.SOL_SOCKET, option, value),
    },
    caughtBy: ['setsockopt/level'],
  },
  'halves the sizes of buffers': {
    calls: {
      getsockopt(fd, level, option, value) {
        const result = reference.getsockopt(fd, level, option, value)
        if (option === constants.SO_RCVBUF && value.length === 4) {
          const view = new DataView(value.buffer, value.byteOffset)
          view.setInt32(0, view.getInt32(0, true) / 2, true)
        }
        return result
      },
    },
    caughtBy: ['setsockopt/buffer-size', 'setOption/buffer-size'],
  },
  'fills short values up with zeros': {
    calls: {
      setsockopt(fd, level, option, value) {
        const padded = new Uint8Array(Math.max(4, value.length))
        padded.set(value)
        return reference.setsockopt(fd, level, option, padded)
      },
    },
    caughtBy: ['setsockopt/short-value'],
  },
  'takes unknown options for set': {
    calls: {
      setsockopt(fd, level, option, value) {
        const result = reference.setsockopt(fd, level, option, value)
        return result === -ENOPROTOOPT ? 0 : result
      },
    },
    caughtBy: ['setsockopt/unknown', 'backend/error-number'],
  },
  'reads unknown options as 0': {
    calls: {
      getsockopt(fd, level, option, value) {
        const result = reference.getsockopt(fd, level, option, value)
        return result === -ENOPROTOOPT ? 0 : result
      },
    },
    caughtBy: ['getsockopt/unknown', 'close/no-leak'],
  },
  'returns how much room a value had': {
    calls: {
      getsockopt(fd, level, option, value) {
        const result = reference.getsockopt(fd, level, option, value)
        return result < 0 ? result : value.length
      },
    },
    caughtBy: ['getsockopt/bounds'],
  },
  'writes four bytes of a value in any case': {
    calls: {
      getsockopt(fd, level, option, value) {
        const wide = new Uint8Array(value.buffer, value.byteOffset, Math.max(4, value.length))
        return Math.min(reference.getsockopt(fd, level, option, wide), value.length)
      },
    },
    caughtBy: ['getsockopt/bounds'],
  },
}
