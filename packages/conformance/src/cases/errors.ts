import assert from 'node:assert/strict'
import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { SyscallError, type Syscalls } from '@sendto/core'
import type { Case } from '../case.js'
import { fails, thrown } from '../expect.js'
import { loopback } from '../inet.js'

const to = { address: loopback.IPv4, port: 9 }

/** Every call that takes a socket. */
const calls: Record<string, (sys: Syscalls, fd: number) => unknown> = {
  bind: (sys, fd) => sys.bind(fd, { address: loopback.IPv4, port: 0 }),
  connect: (sys, fd) => sys.connect(fd, to),
  getsockname: (sys, fd) => sys.getsockname(fd),
  getpeername: (sys, fd) => sys.getpeername(fd),
  shutdown: (sys, fd) => sys.shutdown(fd, sys.backend.platform.constants.SHUT_RDWR),
  sendto: (sys, fd) => sys.sendto(fd, new Uint8Array(1), 0, to),
  recvfrom: (sys, fd) => sys.recvfrom(fd, new Uint8Array(1)),
  sendmsg: (sys, fd) => sys.sendmsg(fd, { data: new Uint8Array(1), to }),
  recvmsg: (sys, fd) => sys.recvmsg(fd, new Uint8Array(1)),
  sendmmsg(sys, fd) {
    const vector = sys.createVector({ slots: 2, slotSize: 1 })
    vector.set(0, 1, to)
    vector.set(1, 1, to)
    return sys.sendmmsg(fd, vector)
  },
  recvmmsg: (sys, fd) => sys.recvmmsg(fd, sys.createVector({ slots: 2, slotSize: 1 })),
  getsockopt(sys, fd) {
    const { SOL_SOCKET, SO_BROADCAST } = sys.backend.platform.constants
    return sys.getsockopt(fd, SOL_SOCKET, SO_BROADCAST, new Uint8Array(4))
  },
  setsockopt(sys, fd) {
    const { SOL_SOCKET, SO_BROADCAST } = sys.backend.platform.constants
    return sys.setsockopt(fd, SOL_SOCKET, SO_BROADCAST, 1)
  },
}

/** Every call that takes any descriptor. */
const others: Record<string, (sys: Syscalls, fd: number) => unknown> = {
  setNonblocking: (sys, fd) => sys.setNonblocking(fd, true),
  queued: (sys, fd) => sys.queued(fd, sys.backend.platform.constants.SIOCINQ ?? 0),
  dup: (sys, fd) => sys.dup(fd),
  adopt: (sys, fd) => sys.adopt(fd),
  close: (sys, fd) => sys.close(fd),
}

/** What errors say. */
export const errorCases: Case[] = [
  ...Object.entries({ ...calls, ...others }).map(([name, call]) => ({
    id: `${name}/bad-descriptor`,
    title: `${name} of a number that is no descriptor fails with EBADF`,
    run({ sys }: { sys: Syscalls }) {
      for (const fd of [-1, -(2 ** 31), 2 ** 31 - 1]) fails('EBADF', name, () => call(sys, fd))
    },
  })),
  ...Object.entries(calls).map(([name, call]) => ({
    id: `${name}/no-socket`,
    title: `${name} of a descriptor that is no socket fails with ENOTSOCK`,
    run({ sys }: { sys: Syscalls }) {
      const fd = openSync(devNull, 'r+')
      try {
        fails('ENOTSOCK', name, () => call(sys, fd))
      } finally {
        closeSync(fd)
      }
    },
  })),
  {
    id: 'close/closed-descriptor',
    title: 'close ends a descriptor: every call after it fails with EBADF',
    async run({ start }) {
      const child = start('process', 'closedDescriptor')
      const codes = await child.report()
      const names = [...Object.keys(calls), ...Object.keys(others), 'poll', 'close by a getter']
      assert.deepEqual(codes, Object.fromEntries(names.map((name) => [name, 'EBADF'])))
      await child.ended()
    },
  },
  {
    id: 'errors/shape',
    title: 'an error has the shape of one of Node: code as text, negative errno, syscall, address and port, message',
    run({ sys, bound, open, backend }) {
      const { address } = bound()
      const error = thrown(() => sys.bind(open(), address))
      assert.ok(error instanceof Error && error instanceof SyscallError)
      assert.equal(error.name, 'SyscallError')
      assert.equal(error.code, 'EADDRINUSE')
      assert.equal(error.errno, -(backend.platform.errno.EADDRINUSE ?? 0))
      assert.equal(error.syscall, 'bind')
      assert.equal(error.address, loopback.IPv4)
      assert.equal(error.port, address.port)
      assert.equal(error.message, `bind EADDRINUSE ${loopback.IPv4}:${address.port}`)
    },
  },
  {
    id: 'errors/no-address',
    title: 'an error of a call that was given no address tells none',
    run({ sys }) {
      const error = fails('EBADF', 'getsockname', () => sys.getsockname(-1))
      assert.deepEqual(['address' in error, 'port' in error], [false, false])
      assert.equal(error.message, 'getsockname EBADF')
    },
  },
]
