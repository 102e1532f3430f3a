import assert from 'node:assert/strict'
import type { Backend, Syscalls } from '@sendto/core'
import { marked, receiveAll, sendAll } from '../batch.js'
import type { Case } from '../case.js'
import type { CaseContext } from '../context.js'
import { bytes, fails, text } from '../expect.js'
import { loopback } from '../inet.js'

const requires = ['batches', 'dontWait'] as const

/** How core lives with a system that refuses batches. */
export const fallbackCases: Case[] = [
  ...(['ENOSYS', 'EPERM'] as const).map(
    (code) =>
      ({
        id: `sendmmsg/refused-with-${code.toLowerCase()}`,
        title: `sendmmsg and recvmmsg that the system refuses with ${code} are made up for by single calls, and not tried again`,
        requires,
        run({ sys, bound, altered, backend, constants, patience }) {
          let tries = 0
          const refuse = () => {
            tries++
            return -backend.platform.errno[code]
          }
          const refused = altered({ sendmmsg: refuse, recvmmsg: refuse })
          const client = bound()
          const server = bound()
          sys.setsockopt(server.fd, constants.IPPROTO_IP, constants.IP_RECVTOS, 1)
          const vector = refused.createVector({ slots: 40, slotSize: 64, controlSize: 64 })
          for (let round = 0; round < 2; round++) {
            for (let slot = 0; slot < 39; slot++) vector.set(slot, marked(slot, slot), server.address)
            vector.set(39, 64, server.address, [{ kind: 'trafficClass', family: 'IPv4', trafficClass: 0x28 }])
            assert.equal(refused.sendmmsg(client.fd, vector), 40)
            const begin = performance.now()
            assert.equal(refused.recvmmsg(server.fd, vector), 40)
            for (let slot = 0; slot < 39; slot++) {
              assert.deepEqual(vector.data(slot), marked(slot, slot))
              assert.deepEqual(vector.from(slot), client.address)
            }
            assert.deepEqual(
              vector.control(39).map((each) => each.kind === 'trafficClass' && each.trafficClass),
              [0x28],
            )
            refused.sendto(client.fd, marked(1, 100), 0, server.address)
            const flags = receiveAll(refused, server.fd, vector, 1).map((each) => each.flags)
            assert.deepEqual(flags, [constants.MSG_TRUNC])
            assert.ok(performance.now() - begin < patience / 2, 'it waited for more')
          }
          // Each once, and once more to see whether that was meant for batches.
          assert.ok(tries <= 4, `tried ${tries} times`)
        },
      }) satisfies Case,
  ),
  {
    id: 'recvmmsg/error-between',
    title:
      'recvmmsg that is made up for by single calls keeps an error that comes behind messages for the next call, and for no other socket',
    requires,
    constants: ['SOCK_NONBLOCK'],
    run({ bound, altered, backend, constants }) {
      const { ENOSYS, ECONNREFUSED } = backend.platform.errno
      let calls = 0
      const sys = altered({
        recvmmsg: () => -ENOSYS,
        // The second of each three meets an error.
        recvmsg: (fd, message, flags) =>
          ++calls % 3 === 2 ? -(ECONNREFUSED as number) : backend.recvmsg(fd, message, flags),
      })
      const vector = sys.createVector({ slots: 4, slotSize: 8 })
      const client = bound()
      const open = () => sys.socket(constants.AF_INET, constants.SOCK_DGRAM | (constants.SOCK_NONBLOCK as number))
      const fd = open()
      try {
        sys.bind(fd, { address: loopback.IPv4, port: 0 })
        const to = sys.getsockname(fd)
        for (const data of ['one', 'two']) sys.sendto(client.fd, bytes(data), 0, to)
        assert.equal(sys.recvmmsg(fd, vector), 1)
        assert.equal(text(vector.data(0)), 'one')
        fails('ECONNREFUSED', 'recvmmsg', () => sys.recvmmsg(fd, vector))
        assert.equal(vector.messages, 0)
        assert.equal(sys.recvmmsg(fd, vector), 1)
        assert.equal(text(vector.data(0)), 'two')
        calls = 0
        sys.sendto(client.fd, bytes('three'), 0, to)
        assert.equal(sys.recvmmsg(fd, vector), 1)
      } finally {
        sys.close(fd)
      }
      // It has the number of the one before, most likely.
      const other = open()
      try {
        assert.equal(sys.recvmmsg(other, vector), 0)
        if (constants.SO_COOKIE === undefined) return
        sys.bind(other, { address: loopback.IPv4, port: 0 })
        calls = 0
        sys.sendto(client.fd, bytes('four'), 0, sys.getsockname(other))
        assert.equal(sys.recvmmsg(other, vector), 1)
      } finally {
        // By somebody else, from whom the next has its number too.
        backend.close(other)
      }
      const type = constants.SOCK_DGRAM | (constants.SOCK_NONBLOCK as number)
      const stranger = backend.socket(constants.AF_INET, type, 0)
      try {
        assert.equal(sys.recvmmsg(stranger, vector), 0)
      } finally {
        backend.close(stranger)
      }
    },
  },
  {
    id: 'sendmmsg/not-permitted',
    title: 'sendmmsg of messages that may not leave fails with EPERM, and sends them by no other way',
    requires,
    run(context) {
      const { bound, backend } = context
      const { fd, address } = bound()
      const { sys, calls } = guarded(context)
      const vector = sys.createVector({ slots: 2, slotSize: 8 })
      vector.set(0, 1, address)
      vector.set(1, 1, address)
      for (let i = 0; i < 2; i++) fails('EPERM', 'sendmmsg', () => sys.sendmmsg(fd, vector))
      assert.equal(calls.single, 0, 'a single call was made')
      calls.open = true
      sendAll(sys, fd, vector, 2)
      assert.equal(calls.single, 0)
      assert.equal(backend.capabilities.batches, true)
    },
  },
]

/** Calls behind a firewall that lets nothing leave until it is opened. */
function guarded({ altered, backend }: CaseContext): { sys: Syscalls; calls: { single: number; open: boolean } } {
  const calls = { single: 0, open: false }
  const { EPERM } = backend.platform.errno
  const changes: Partial<Backend> = {
    sendmmsg: (fd, vector, from, count, flags) =>
      calls.open || count === 0 ? backend.sendmmsg(fd, vector, from, count, flags) : -EPERM,
    sendmsg(fd, message, flags) {
      calls.single++
      return backend.sendmsg(fd, message, flags)
    },
  }
  return { sys: altered(changes), calls }
}
