import { createSyscalls } from '@sendto/core'
import { modest } from '../modest.js'
import type { Defects } from './defect.js'

const { MSG_TRUNC = 0, MSG_DONTWAIT = 0, MSG_ERRQUEUE = 0, MSG_ZEROCOPY = 0 } = modest.platform.constants

export const capabilityDefects: Defects = {
  'drops the flags that it cannot honour': {
    basis: modest,
    createSyscalls(backend) {
      const sys = createSyscalls(backend)
      return {
        ...sys,
        sendto: (fd, data, flags, to) => sys.sendto(fd, data, flags & ~(MSG_DONTWAIT | MSG_ZEROCOPY), to),
        sendmsg: (fd, { control: _, ...message }, flags) => sys.sendmsg(fd, message, flags),
        setOption: (fd, name, value) => void [fd, name, value],
        recvfrom: (fd, data, flags = 0) => sys.recvfrom(fd, data, flags & ~(MSG_DONTWAIT | MSG_TRUNC | MSG_ERRQUEUE)),
      }
    },
    caughtBy: [
      'capability/truncatedLength',
      'capability/dontWait',
      'capability/errorQueue',
      'capability/maxSegments',
      'capability/descriptorPassing',
      'capability/packetFilters',
      'capability/receiveOffload',
      'capability/zeroCopy',
    ],
  },
}
