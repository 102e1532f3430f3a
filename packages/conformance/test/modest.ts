import type { Backend } from '@sendto/core'
import { reference } from './reference.js'

const { constants } = reference.platform
const MSG_TRUNC = constants.MSG_TRUNC ?? 0

function undeclared(): never {
  throw new Error('called without its capability')
}

/** As right as the reference, with no capability at all: what macOS would offer, say. */
export const modest: Backend = {
  ...reference,
  name: 'modest',
  capabilities: {
    truncatedLength: false,
    dontWait: false,
    batches: false,
    maxSegments: 1,
    receiveOffload: false,
    errorQueue: false,
    descriptorPassing: false,
    packetFilters: false,
    watch: false,
    zeroCopy: false,
  },

  recvfrom(fd, data, flags, name) {
    const length = reference.recvfrom(fd, data, flags | MSG_TRUNC, name)
    return length > data.byteLength ? data.byteLength + 1 : length
  },

  sendmmsg: undeclared,
  recvmmsg: undeclared,
  watch: undeclared,
}

export default modest
