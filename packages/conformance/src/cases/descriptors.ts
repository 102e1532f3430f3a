import assert from 'node:assert/strict'
import { timeval } from '@sendto/core'
import type { Case } from '../case.js'
import type { CaseContext } from '../context.js'
import { isInherited } from '../descriptors.js'
import { bytes, fails } from '../expect.js'
import { loopback } from '../inet.js'

/** dup(2), adopting, blocking or not. */
export const descriptorCases: Case[] = [
  {
    id: 'setNonblocking/both-ways',
    title: 'setNonblocking has a socket wait no more, and wait again',
    run(context) {
      const { sys, bound } = context
      const { fd } = bound()
      for (let i = 0; i < 2; i++) {
        sys.setNonblocking(fd, true)
        assert.equal(waits(context, fd), false)
        sys.setNonblocking(fd, false)
        assert.equal(waits(context, fd), true)
      }
    },
  },
  {
    id: 'setNonblocking/shared',
    title: 'setNonblocking is seen through every descriptor of the socket, and through no other socket',
    run(context) {
      const { sys, bound } = context
      const { fd } = bound()
      const other = bound().fd
      const copy = sys.dup(fd)
      sys.setNonblocking(copy, true)
      assert.equal(waits(context, fd), false)
      assert.equal(waits(context, other), true)
      sys.setNonblocking(fd, false)
      assert.equal(waits(context, copy), true)
    },
  },
  {
    id: 'dup/same-socket',
    title: 'dup returns another number for the same socket',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const copy = sys.dup(fd)
      assert.notEqual(copy, fd)
      assert.deepEqual(sys.getsockname(copy), address)
      sys.sendto(copy, bytes('x'), 0, address)
      assert.deepEqual(receive(copy).from, address)
    },
  },
  {
    id: 'dup/closes-by-itself',
    title: 'dup returns a descriptor that is closed by itself, and the socket with the last',
    run({ sys, bound, open, receive }) {
      const { fd, address } = bound()
      const copy = sys.dup(fd)
      sys.close(fd)
      assert.deepEqual(sys.getsockname(copy), address)
      sys.sendto(copy, bytes('x'), 0, address)
      assert.equal(receive(copy).size, 1)
      fails('EADDRINUSE', 'bind', () => sys.bind(open(), address))
      sys.close(copy)
      sys.bind(open(), address)
    },
  },
  {
    id: 'dup/close-on-exec',
    title: 'dup returns a descriptor that a child process does not inherit',
    needs: ['openDescriptors'],
    run({ sys, open }) {
      assert.ok(!isInherited(sys.dup(open())), 'the child has the socket')
    },
  },
  {
    id: 'dup/worker-end',
    title: 'dup in a worker returns a descriptor that is closed when the worker ends',
    async run({ start, sys, bound, open }) {
      const { fd, address } = bound()
      const worker = start('worker', 'owning', 'dup', fd)
      await worker.report()
      await worker.ended()
      sys.close(fd)
      sys.bind(open(), address)
    },
  },
  {
    id: 'adopt/close-on-exec',
    title: 'adopt makes a descriptor close-on-exec',
    constants: ['SOCK_CLOEXEC'],
    needs: ['openDescriptors'],
    run({ sys, backend, constants }) {
      const fd = backend.socket(constants.AF_INET, constants.SOCK_DGRAM, 0)
      try {
        assert.ok(isInherited(fd), 'the descriptor was close-on-exec before')
        sys.adopt(fd)
        assert.ok(!isInherited(fd), 'the child has the socket')
      } finally {
        sys.close(fd)
      }
    },
  },
  {
    id: 'adopt/worker-end',
    title: 'adopt in a worker has a descriptor closed when the worker ends',
    async run({ start, sys, backend, constants, open }) {
      // What the context opens it closes, and by then the number could be another's.
      const fd = backend.socket(constants.AF_INET, constants.SOCK_DGRAM | (constants.SOCK_CLOEXEC ?? 0), 0)
      sys.bind(fd, { address: loopback.IPv4, port: 0 })
      const address = sys.getsockname(fd)
      const worker = start('worker', 'owning', 'adopt', fd)
      await worker.report()
      await worker.ended()
      try {
        sys.bind(open(), address)
      } catch (error) {
        sys.close(fd)
        throw error
      }
    },
  },
  {
    id: 'adopt/blocking',
    title: 'adopt leaves a socket blocking, or non-blocking, as it is',
    run(context) {
      const { sys, bound } = context
      for (const on of [true, false]) {
        const { fd } = bound()
        sys.setNonblocking(fd, on)
        sys.adopt(fd)
        assert.equal(waits(context, fd), !on)
      }
    },
  },
  {
    id: 'adopt/own',
    title: "adopt of a descriptor of one's own changes nothing",
    run({ sys, bound, open, receive }) {
      const { fd, address } = bound()
      for (let i = 0; i < 3; i++) sys.adopt(fd)
      sys.sendto(fd, bytes('x'), 0, address)
      assert.equal(receive(fd).size, 1)
      sys.close(fd)
      sys.bind(open(), address)
    },
  },
]

/** Whether a receive waits where nothing is to be received. */
function waits({ sys, receive, constants }: CaseContext, fd: number): boolean {
  sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVTIMEO, timeval(sys.backend.platform, 60))
  const begin = performance.now()
  fails('EAGAIN', 'recvfrom', () => receive(fd))
  return performance.now() - begin >= 50
}
