import assert from 'node:assert/strict'
import { bpf, type Constants, type Indispensable, type Syscalls, UnsupportedError } from '@sendto/core'
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

/** The negative twin of each capability that core cannot make up for: what must be refused by a backend that has not declared it. */
const twins: Record<Indispensable, Twin> = {
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
  errorQueue: {
    title: 'recvfrom and recvmsg with MSG_ERRQUEUE',
    constants: ['MSG_ERRQUEUE'],
    attempts: [
      (sys, fd) => sys.recvfrom(fd, new Uint8Array(1), sys.backend.platform.constants.MSG_ERRQUEUE),
      (sys, fd) => sys.recvmsg(fd, new Uint8Array(1), { flags: sys.backend.platform.constants.MSG_ERRQUEUE }),
    ],
  },
  maxSegments: {
    title: 'sendmsg with a segment size',
    constants: ['UDP_SEGMENT'],
    attempts: [
      (sys, fd) =>
        sys.sendmsg(fd, { data: new Uint8Array(2), to: nowhere, control: [{ kind: 'segmentSize', segmentSize: 1 }] }),
    ],
  },
  receiveOffload: {
    title: 'setOption of UDP_GRO',
    constants: ['UDP_GRO'],
    attempts: [(sys, fd) => sys.setOption(fd, 'UDP_GRO', true)],
  },
  descriptorPassing: {
    title: 'sendmsg and recvmsg with descriptors',
    constants: ['SCM_RIGHTS'],
    attempts: [
      (sys, fd) =>
        sys.sendmsg(fd, { data: new Uint8Array(1), to: nowhere, control: [{ kind: 'rights', descriptors: [fd] }] }),
      (sys, fd) => sys.recvmsg(fd, new Uint8Array(1), { descriptors: true }),
    ],
  },
  packetFilters: {
    title: 'setOption of SO_ATTACH_FILTER and SO_ATTACH_REUSEPORT_CBPF',
    constants: ['SO_ATTACH_FILTER', 'SO_ATTACH_REUSEPORT_CBPF'],
    attempts: [
      (sys, fd) => sys.setOption(fd, 'SO_ATTACH_FILTER', bpf.assemble([bpf.ret(0)])),
      (sys, fd) => sys.setOption(fd, 'SO_ATTACH_REUSEPORT_CBPF', bpf.assemble([bpf.ret(0)])),
    ],
  },
  watch: {
    title: 'watch',
    constants: [],
    attempts: [(sys, fd) => sys.watch(fd, { readable: true }, () => {})],
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
  lacks: name as Indispensable,
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
