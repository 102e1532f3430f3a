import assert from 'node:assert/strict'
import { type Capabilities, type Constants, type Syscalls, UnsupportedError } from '@sendto/core'
import type { Case } from '../case.js'
import { thrown } from '../expect.js'
import { loopback } from '../inet.js'

interface Twin {
  readonly title: string
  readonly constants: readonly (keyof Constants)[]
  /** Makes calls that need the capability. */
  readonly attempts: readonly ((sys: Syscalls, fd: number) => unknown)[]
}

const nowhere = { address: loopback.IPv4, port: 9 }

/** The negative twin of each capability: what must be refused by a backend that has not declared it. */
const twins: Record<keyof Capabilities, Twin> = {
  truncatedLength: {
    title: 'recvfrom with MSG_TRUNC',
    constants: ['MSG_TRUNC'],
    attempts: [(sys, fd) => sys.recvfrom(fd, new Uint8Array(1), sys.backend.platform.constants.MSG_TRUNC)],
  },
  dontWait: {
    title: 'recvfrom and sendto with MSG_DONTWAIT',
    constants: ['MSG_DONTWAIT'],
    attempts: [
      (sys, fd) => sys.recvfrom(fd, new Uint8Array(1), sys.backend.platform.constants.MSG_DONTWAIT),
      (sys, fd) => sys.sendto(fd, new Uint8Array(1), sys.backend.platform.constants.MSG_DONTWAIT ?? 0, nowhere),
    ],
  },
  zeroCopy: {
    title: 'sendto with MSG_ZEROCOPY',
    constants: ['MSG_ZEROCOPY'],
    attempts: [
      (sys, fd) => sys.sendto(fd, new Uint8Array(1), sys.backend.platform.constants.MSG_ZEROCOPY ?? 0, nowhere),
    ],
  },
}

export const capabilityCases: Case[] = Object.entries(twins).map(([name, { title, constants, attempts }]) => ({
  id: `capability/${name}`,
  title: `${title} is refused without the capability ${name}, and makes no call`,
  lacks: name as keyof Capabilities,
  constants,
  run({ recorded, bound, backend }) {
    const { fd } = bound()
    const { sys, calls } = recorded()
    for (const attempt of attempts) {
      const error = thrown(() => attempt(sys, fd))
      assert.ok(error instanceof UnsupportedError, `expected an UnsupportedError, got ${error}`)
      const { code, errno, capability } = error
      assert.deepEqual(
        { code, errno, capability },
        { code: 'ENOTSUP', errno: -backend.platform.errno.ENOTSUP, capability: name },
      )
      assert.deepEqual(calls, [])
    }
  },
}))
