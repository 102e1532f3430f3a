import type { Backend } from '@sendto/core'
import { reference } from './reference.js'

const { constants } = reference.platform
const MSG_TRUNC = constants.MSG_TRUNC ?? 0

/** As right as the reference, with no capability at all: what macOS would offer, say. */
export const modest: Backend = {
  ...reference,
  name: 'modest',
  capabilities: { truncatedLength: false, dontWait: false, zeroCopy: false },

  recvfrom(fd, data, flags, name) {
    const length = reference.recvfrom(fd, data, flags | MSG_TRUNC, name)
    return length > data.byteLength ? data.byteLength + 1 : length
  },
}

export default modest
