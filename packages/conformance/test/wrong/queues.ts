import { reference } from '../reference.js'
import type { Defects } from './defect.js'

const { constants, errno } = reference.platform
const { SIOCINQ = 0, SIOCOUTQ = 0 } = constants

export const queueDefects: Defects = {
  'takes SIOCINQ for SIOCOUTQ': {
    calls: { queued: (fd, request) => reference.queued(fd, request === SIOCINQ ? SIOCOUTQ : SIOCINQ) },
    caughtBy: ['queued/receiving', 'queued/sending'],
  },
  'finds nothing queued in what is no socket': {
    calls: {
      queued(fd, request) {
        const result = reference.queued(fd, request)
        return result === -(errno.ENOTTY ?? 0) ? 0 : result
      },
    },
    caughtBy: ['queued/no-socket'],
  },
}
