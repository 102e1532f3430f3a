import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type Address, timeval } from '@sendto/core'
import type { Case } from '../case.js'
import type { CaseContext } from '../context.js'
import { none, one, receiveWhole } from '../control.js'
import { openSockets } from '../descriptors.js'
import { bytes, fails, text } from '../expect.js'

/** Descriptors and credentials over Unix sockets: unix(7). */
export const unixControlCases: Case[] = [
  {
    id: 'sendmsg/descriptors',
    title: 'sendmsg passes descriptors over a Unix socket, and recvmsg takes them as new ones for the same open files',
    requires: ['descriptorPassing'],
    platforms: ['linux'],
    run(context) {
      const { sys, bound, receive } = context
      const { from, to, name } = pair(context)
      const passed = [bound(), bound()]
      const descriptors = passed.map(({ fd }) => fd)
      sys.sendmsg(from, { data: bytes('two'), to: name, control: [{ kind: 'rights', descriptors }] })
      // What was sent stays open on its way.
      for (const fd of descriptors) sys.close(fd)
      const received = receiveWhole(context, to, { descriptors: true })
      assert.equal(text(received.data), 'two')
      const rights = one(received, 'rights')
      try {
        assert.equal(rights.closed, 0)
        assert.deepEqual(
          rights.descriptors.map((fd) => sys.getsockname(fd)),
          passed.map(({ address }) => address),
        )
        sys.sendto(bound().fd, bytes('still there'), 0, passed[1]?.address ?? null)
        assert.equal(text(receive(rights.descriptors[1] ?? -1).data), 'still there')
      } finally {
        for (const fd of rights.descriptors) sys.close(fd)
      }
    },
  },
  {
    id: 'recvmsg/descriptors-close-on-exec',
    title: 'recvmsg takes descriptors that a new program does not inherit',
    requires: ['descriptorPassing'],
    platforms: ['linux'],
    needs: ['openDescriptors'],
    run(context) {
      const { sys, bound } = context
      const { from, to, name } = pair(context)
      sys.sendmsg(from, { data: bytes('x'), to: name, control: [{ kind: 'rights', descriptors: [bound().fd] }] })
      const [fd = -1] = one(receiveWhole(context, to, { descriptors: true }), 'rights').descriptors
      try {
        const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1]
        assert.notEqual(Number.parseInt(flags ?? '0', 8) & closeOnExec, 0, 'the descriptor is not close-on-exec')
      } finally {
        sys.close(fd)
      }
    },
  },
  {
    id: 'recvmsg/descriptors-unclaimed',
    title: 'recvmsg closes descriptors that the program did not ask for, and tells how many',
    requires: ['descriptorPassing'],
    platforms: ['linux'],
    needs: ['openDescriptors'],
    run(context) {
      const { sys, bound } = context
      const { from, to, name } = pair(context)
      const descriptors = [bound().fd, bound().fd, bound().fd]
      const before = openSockets()
      sys.sendmsg(from, { data: bytes('three'), to: name, control: [{ kind: 'rights', descriptors }] })
      const received = receiveWhole(context, to)
      assert.equal(text(received.data), 'three')
      const { descriptors: open, closed } = one(received, 'rights')
      assert.deepEqual({ open, closed }, { open: [], closed: 3 })
      assert.deepEqual(openSockets(), before)
    },
  },
  {
    id: 'recvmsg/descriptors-truncated',
    title: 'recvmsg closes the descriptors that fitted where others did not, and tells that control data was cut off',
    requires: ['descriptorPassing'],
    platforms: ['linux'],
    needs: ['openDescriptors'],
    run(context) {
      const { sys, bound } = context
      const { from, to, name } = pair(context)
      const descriptors = [bound().fd, bound().fd, bound().fd]
      const before = openSockets()
      // Room for a header and one descriptor; then for nothing at all.
      for (const [controlSize, fitted] of [
        [20, 1],
        [0, 0],
      ] as const) {
        sys.sendmsg(from, { data: bytes('three'), to: name, control: [{ kind: 'rights', descriptors }] })
        const received = receiveWhole(context, to, { descriptors: true, controlSize })
        assert.equal(text(received.data), 'three')
        assert.equal(received.controlTruncated, true)
        if (fitted > 0)
          assert.deepEqual({ ...one(received, 'rights') }, { kind: 'rights', descriptors: [], closed: fitted })
        assert.deepEqual(openSockets(), before)
      }
    },
  },
  {
    id: 'recvmmsg/descriptors',
    title: 'recvmmsg closes all descriptors that come',
    requires: ['descriptorPassing'],
    platforms: ['linux'],
    needs: ['openDescriptors'],
    run(context) {
      const { sys, bound } = context
      const { from, to, name } = pair(context)
      const { fd } = bound()
      const vector = sys.createVector({ slots: 4, slotSize: 16, controlSize: 64 })
      const before = openSockets()
      for (const count of [1, 0, 2]) {
        const control = [{ kind: 'rights', descriptors: new Array(count).fill(fd) }] as const
        sys.sendmsg(from, { data: bytes('x'), to: name, control: count === 0 ? [] : control })
      }
      assert.equal(sys.recvmmsg(to, vector), 3)
      const rights = [0, 1, 2].map((slot) => vector.control(slot).map((message) => ({ ...message })))
      const closed = (count: number) => [{ kind: 'rights', descriptors: [], closed: count }]
      assert.deepEqual(rights, [closed(1), [], closed(2)])
      assert.deepEqual(openSockets(), before)
    },
  },
  {
    id: 'sendmsg/bad-descriptors',
    title: 'sendmsg of a descriptor that is not open fails with EBADF, and nothing leaves',
    requires: ['descriptorPassing'],
    platforms: ['linux'],
    run(context) {
      const { sys, open } = context
      const { from, to, name } = pair(context)
      const closed = open()
      sys.close(closed)
      const send = (descriptors: number[], payload: string) =>
        sys.sendmsg(from, { data: bytes(payload), to: name, control: [{ kind: 'rights', descriptors }] })
      fails('EBADF', 'sendmsg', () => send([from, closed], 'lost'))
      fails('EBADF', 'sendmsg', () => send([-1], 'lost'))
      sys.sendmsg(from, { data: bytes('next'), to: name })
      const received = receiveWhole(context, to)
      assert.equal(text(received.data), 'next')
      none(received, 'rights')
    },
  },
  {
    id: 'recvmsg/credentials',
    title: 'recvmsg tells which process sent a message over a Unix socket, with SO_PASSCRED',
    platforms: ['linux'],
    run(context) {
      const { sys, constants } = context
      const { from, to, name } = pair(context)
      sys.setsockopt(to, constants.SOL_SOCKET, constants.SO_PASSCRED ?? -1, 1)
      const own = { kind: 'credentials', ...identity() } as const
      sys.sendmsg(from, { data: bytes('who?'), to: name })
      assert.deepEqual({ ...one(receiveWhole(context, to), 'credentials') }, own)
      sys.sendmsg(from, { data: bytes('who?'), to: name, control: [own] })
      assert.deepEqual({ ...one(receiveWhole(context, to), 'credentials') }, own)
    },
  },
  {
    id: 'sendmsg/false-credentials',
    title: 'sendmsg of the credentials of a process that does not exist is refused',
    platforms: ['linux'],
    run(context) {
      const { sys } = context
      const { from, name } = pair(context)
      const control = [{ kind: 'credentials', ...identity(), pid: 2 ** 31 - 1 }] as const
      const send = () => sys.sendmsg(from, { data: bytes('nobody'), to: name, control })
      // The kernel looks at whether the sender may lie before it looks at the lie.
      fails(process.getuid?.() === 0 ? 'ESRCH' : 'EPERM', 'sendmsg', send)
    },
  },
]

/** O_CLOEXEC of open(2), as Linux tells it in proc(5). */
const closeOnExec = 0o2000000

/** Two Unix sockets, of which the second has a name. */
function pair({ sys, constants, backend, patience }: CaseContext): { from: number; to: number; name: Address } {
  const from = sys.socket(constants.AF_UNIX, constants.SOCK_DGRAM)
  const to = sys.socket(constants.AF_UNIX, constants.SOCK_DGRAM)
  sys.setsockopt(to, constants.SOL_SOCKET, constants.SO_RCVTIMEO, timeval(backend.platform, patience))
  sys.bind(to, { family: 'unix' })
  return { from, to, name: sys.getsockname(to) }
}

function identity(): { pid: number; uid: number; gid: number } {
  return { pid: process.pid, uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 }
}
