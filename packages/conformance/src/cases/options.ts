import assert from 'node:assert/strict'
import { timeval } from '@sendto/core'
import type { Case } from '../case.js'
import { fails } from '../expect.js'

/** getsockopt(2), setsockopt(2) */
export const optionCases: Case[] = [
  {
    id: 'setsockopt/int',
    title: 'setsockopt stores a number as an int, which getsockopt reads back in four bytes',
    run({ sys, open, constants }) {
      const fd = open()
      const value = new Int32Array(1)
      const bytes = new Uint8Array(value.buffer)
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_BROADCAST, 1)
      assert.equal(sys.getsockopt(fd, constants.SOL_SOCKET, constants.SO_BROADCAST, bytes), 4)
      assert.equal(value[0], 1)
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_BROADCAST, 0)
      sys.getsockopt(fd, constants.SOL_SOCKET, constants.SO_BROADCAST, bytes)
      assert.equal(value[0], 0)
    },
  },
  {
    id: 'setsockopt/bytes',
    title: 'setsockopt stores the bytes of a view, from its first to its last, and no others',
    run({ sys, open, backend, constants }) {
      const fd = open()
      const limit = timeval(backend.platform, 2000)
      const around = new Uint8Array(limit.length + 16).fill(0xff)
      const value = around.subarray(8, 8 + limit.length)
      value.set(limit)
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVTIMEO, value)
      const stored = new Uint8Array(limit.length)
      assert.equal(sys.getsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVTIMEO, stored), limit.length)
      assert.deepEqual(stored, limit)
    },
  },
  {
    id: 'setsockopt/level',
    title: 'setsockopt and getsockopt pass the level on: IPV6_V6ONLY is an option of IPv6',
    needs: ['ipv6'],
    run({ sys, open, constants }) {
      const fd = open('IPv6')
      const value = new Int32Array(1)
      for (const wanted of [1, 0]) {
        sys.setsockopt(fd, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, wanted)
        sys.getsockopt(fd, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, new Uint8Array(value.buffer))
        assert.equal(value[0], wanted)
      }
    },
  },
  {
    id: 'setsockopt/buffer-size',
    title: 'setsockopt of SO_RCVBUF and SO_SNDBUF reads back doubled',
    platforms: ['linux'],
    run({ sys, open, constants }) {
      const fd = open()
      const value = new Int32Array(1)
      for (const option of [constants.SO_RCVBUF, constants.SO_SNDBUF]) {
        sys.setsockopt(fd, constants.SOL_SOCKET, option, 32_768)
        sys.getsockopt(fd, constants.SOL_SOCKET, option, new Uint8Array(value.buffer))
        assert.equal(value[0], 65_536)
      }
    },
  },
  {
    id: 'setsockopt/short-value',
    title: 'setsockopt with fewer bytes than the option has fails with EINVAL',
    run({ sys, open, constants }) {
      const fd = open()
      for (const size of [0, 1]) {
        const value = new Uint8Array(size)
        fails('EINVAL', 'setsockopt', () => sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_BROADCAST, value))
      }
    },
  },
  {
    id: 'setsockopt/time-out',
    title: 'setsockopt of SO_RCVTIMEO bounds a receive, which fails with EAGAIN when the time is over and not before',
    run({ sys, bound, receive, backend, constants }) {
      const { fd } = bound()
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVTIMEO, timeval(backend.platform, 60))
      const begin = performance.now()
      fails('EAGAIN', 'recvfrom', () => receive(fd))
      assert.ok(performance.now() - begin >= 50, 'the call did not wait')
    },
  },
  {
    id: 'setsockopt/unknown',
    title: 'setsockopt of an option that does not exist fails with ENOPROTOOPT',
    run({ sys, open, constants }) {
      const fd = open()
      fails('ENOPROTOOPT', 'setsockopt', () => sys.setsockopt(fd, constants.SOL_SOCKET, 9999, 1))
    },
  },
  {
    id: 'getsockopt/unknown',
    title: 'getsockopt of an option that does not exist fails with ENOPROTOOPT',
    run({ sys, open, constants }) {
      const fd = open()
      fails('ENOPROTOOPT', 'getsockopt', () => sys.getsockopt(fd, constants.SOL_SOCKET, 9999, new Uint8Array(4)))
    },
  },
  {
    id: 'getsockopt/bounds',
    title: 'getsockopt writes as far as its result says, and never beyond the view',
    run({ sys, open, constants }) {
      const fd = open()
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVBUF, 32_768)
      for (const [room, stored] of [
        [16, 4],
        [4, 4],
        [2, 2],
      ] as const) {
        const memory = new Uint8Array(32).fill(0xee)
        const value = memory.subarray(8, 8 + room)
        assert.equal(sys.getsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVBUF, value), stored)
        const untouched = [...memory.subarray(0, 8), ...memory.subarray(8 + stored)]
        assert.ok(
          untouched.every((byte) => byte === 0xee),
          `bytes around a value of ${room} were written`,
        )
        assert.ok(value.subarray(0, stored).some((byte) => byte !== 0xee))
      }
    },
  },
]
