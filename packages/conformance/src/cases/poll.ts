import assert from 'node:assert/strict'
import type { Address } from '@sendto/core'
import { untilBlocked } from '../blocked.js'
import type { Case } from '../case.js'
import { bytes, fails } from '../expect.js'
import { entryCount } from '../scenarios/polling.js'

/** poll(2) */
export const pollCases: Case[] = [
  {
    id: 'poll/readable',
    title: 'poll tells that a socket is readable for as long as a datagram waits in it',
    run({ sys, bound, receive, constants: { POLLIN }, patience }) {
      const { fd, address } = bound()
      const entries = [{ fd, events: POLLIN }]
      assert.deepEqual(sys.poll(entries, 0), [])
      sys.sendto(fd, bytes('x'), 0, address)
      for (let i = 0; i < 2; i++) assert.deepEqual(sys.poll(entries, patience), [{ index: 0, fd, revents: POLLIN }])
      receive(fd)
      assert.deepEqual(sys.poll(entries, 0), [])
    },
  },
  {
    id: 'poll/zero-length',
    title: 'poll tells that a socket is readable when a datagram of no bytes waits in it',
    run({ sys, bound, constants: { POLLIN }, patience }) {
      const { fd, address } = bound()
      sys.sendto(fd, new Uint8Array(0), 0, address)
      assert.deepEqual(sys.poll([{ fd, events: POLLIN }], patience), [{ index: 0, fd, revents: POLLIN }])
    },
  },
  {
    id: 'poll/writable',
    title: 'poll tells that a socket is writable, if that was asked for',
    run({ sys, open, constants: { POLLIN, POLLOUT }, patience }) {
      const fd = open()
      assert.deepEqual(sys.poll([{ fd, events: POLLOUT }], patience), [{ index: 0, fd, revents: POLLOUT }])
      assert.deepEqual(sys.poll([{ fd, events: POLLIN | POLLOUT }], 0), [{ index: 0, fd, revents: POLLOUT }])
      assert.deepEqual(sys.poll([{ fd, events: POLLIN }], 0), [])
    },
  },
  {
    id: 'poll/error',
    title: 'poll tells of an ICMP error unasked, until it was read',
    platforms: ['linux'],
    run({ sys, bound, receive, constants: { POLLERR }, patience }) {
      const peer = bound()
      const { fd } = bound()
      sys.connect(fd, peer.address)
      sys.close(peer.fd)
      sys.sendto(fd, bytes('x'), 0, null)
      assert.deepEqual(sys.poll([{ fd, events: 0 }], patience), [{ index: 0, fd, revents: POLLERR }])
      fails('ECONNREFUSED', 'recvfrom', () => receive(fd))
      assert.deepEqual(sys.poll([{ fd, events: 0 }], 0), [])
    },
  },
  {
    id: 'poll/no-descriptor',
    title: 'poll tells POLLNVAL of a number that is no descriptor, and passes over negative ones',
    run({ sys, constants: { POLLIN, POLLNVAL } }) {
      const fd = 2 ** 31 - 1
      const entries = [-1, fd, -(2 ** 31)].map((each) => ({ fd: each, events: POLLIN }))
      assert.deepEqual(sys.poll(entries, 0), [{ index: 1, fd, revents: POLLNVAL }])
    },
  },
  {
    id: 'poll/several',
    title: 'poll tells which of many descriptors are ready, in the order in which they were given',
    run({ sys, bound, receive, constants: { POLLIN, POLLOUT }, patience }) {
      const sockets = Array.from({ length: 40 }, () => bound())
      const entries = sockets.map(({ fd }) => ({ fd, events: POLLIN }))
      const ready = () => sys.poll(entries, patience).map(({ index, fd }) => [index, fd])
      const readable = [31, 7].map((index) => ({ index, ...(sockets[index] as (typeof sockets)[number]) }))
      for (const { fd, address } of readable) sys.sendto(fd, bytes('x'), 0, address)
      const [last, first] = readable.map(({ index, fd }) => [index, fd])
      assert.deepEqual(ready(), [first, last])
      receive(first?.[1] as number)
      assert.deepEqual(ready(), [last])
      const { fd } = readable[0] as (typeof readable)[number]
      const twice = [POLLOUT, POLLIN].map((events) => ({ fd, events }))
      assert.deepEqual(
        sys.poll(twice, patience).map(({ revents }) => revents),
        [POLLOUT, POLLIN],
      )
    },
  },
  {
    id: 'poll/time-out',
    title: 'poll waits until the time is over and not less, with nothing to wait for too',
    run({ sys, bound, constants: { POLLIN } }) {
      for (const entries of [[{ fd: bound().fd, events: POLLIN }], []]) {
        const begin = performance.now()
        assert.deepEqual(sys.poll(entries, 60), [])
        assert.ok(performance.now() - begin >= 59, 'the call did not wait')
      }
    },
  },
  {
    id: 'poll/wakes',
    title: 'poll waits for a datagram that another thread sends',
    needs: ['blockedCalls'],
    async run({ start, sys, open }) {
      const child = start('process', 'polling')
      const address = (await child.report()) as Address
      await untilBlocked(child, ([, count]) => count === entryCount)
      sys.sendto(open(), bytes('x'), 0, address)
      assert.deepEqual(await child.report(), [0])
    },
  },
  {
    id: 'poll/interrupted',
    title: 'poll goes on waiting when a signal arrives',
    needs: ['blockedCalls'],
    async run({ start, sys, open }) {
      const isPoll = ([, count]: readonly number[]) => count === entryCount
      const child = start('process', 'polling')
      const address = (await child.report()) as Address
      const sleeps = await untilBlocked(child, isPoll)
      process.kill(child.pid as number, 'SIGUSR2')
      await untilBlocked(child, isPoll, sleeps)
      sys.sendto(open(), bytes('x'), 0, address)
      assert.deepEqual(await child.report(), [0])
    },
  },
  {
    id: 'poll/time-left',
    title: 'poll that returns EINTR is called again with the time that remains, and ends when none does',
    run({ altered, backend }) {
      const { EINTR } = backend.platform.errno
      const clock = new Int32Array(new SharedArrayBuffer(4))
      const timeouts: number[] = []
      const interrupting = altered({
        poll(set, count, timeout) {
          timeouts.push(timeout)
          if (timeout === 0) return backend.poll(set, count, timeout)
          Atomics.wait(clock, 0, 0, 20)
          return -EINTR
        },
      })
      assert.deepEqual(interrupting.poll([], 90), [])
      assert.deepEqual([timeouts[0], timeouts.at(-1)], [90, 0])
      for (const [index, timeout] of timeouts.slice(1).entries()) {
        const before = timeouts[index] as number
        assert.ok(timeout === 0 || timeout <= before - 15, `${before} ms, and 20 ms later ${timeout} ms`)
      }
    },
  },
  {
    id: 'poll/re-entered',
    title: 'poll is not confused by a getter of an entry that polls something else',
    run({ sys, bound, open, constants: { POLLIN, POLLOUT } }) {
      const [first, second, writable] = [bound(), bound(), open()]
      sys.sendto(first.fd, bytes('x'), 0, first.address)
      const entries = [
        { fd: first.fd, events: POLLIN },
        {
          fd: second.fd,
          get events() {
            sys.poll([{ fd: writable, events: POLLOUT }], 0)
            return POLLIN
          },
        },
      ]
      assert.deepEqual(sys.poll(entries, 0), [{ index: 0, fd: first.fd, revents: POLLIN }])
    },
  },
]
