import assert from 'node:assert/strict'
import type { Backend, Syscalls } from '@sendto/core'
import { marked, receiveAll, sendAll } from '../batch.js'
import type { Case } from '../case.js'
import type { CaseContext } from '../context.js'
import { fails } from '../expect.js'

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
