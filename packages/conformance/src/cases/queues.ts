import assert from 'node:assert/strict'
import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import type { Case } from '../case.js'
import { fails } from '../expect.js'

/** SIOCINQ, SIOCOUTQ: udp(7) */
export const queueCases: Case[] = [
  {
    id: 'queued/receiving',
    title: 'queued with SIOCINQ tells the length of the next datagram, not of all, and 0 for one of no bytes',
    constants: ['SIOCINQ'],
    platforms: ['linux'],
    run({ sys, bound, receive, constants: { SIOCINQ = 0 } }) {
      const { fd, address } = bound()
      const sizes = [100, 0, 7, 9000]
      assert.equal(sys.queued(fd, SIOCINQ), 0)
      for (const size of sizes) sys.sendto(fd, new Uint8Array(size), 0, address)
      for (const size of sizes) {
        assert.equal(sys.queued(fd, SIOCINQ), size)
        receive(fd, 1)
      }
      assert.equal(sys.queued(fd, SIOCINQ), 0)
    },
  },
  {
    id: 'queued/sending',
    title: 'queued with SIOCOUTQ tells what has not left: nothing of what waits to be received',
    constants: ['SIOCOUTQ'],
    platforms: ['linux'],
    run({ sys, bound, constants: { SIOCOUTQ = 0 } }) {
      const { fd, address } = bound()
      assert.equal(sys.queued(fd, SIOCOUTQ), 0)
      sys.sendto(fd, new Uint8Array(1000), 0, address)
      assert.equal(sys.queued(fd, SIOCOUTQ), 0)
    },
  },
  {
    id: 'queued/no-socket',
    title: 'queued of a descriptor that is no socket fails with ENOTTY',
    constants: ['SIOCINQ'],
    run({ sys, constants: { SIOCINQ = 0 } }) {
      const fd = openSync(devNull, 'r+')
      try {
        fails('ENOTTY', 'queued', () => sys.queued(fd, SIOCINQ))
      } finally {
        closeSync(fd)
      }
    },
  },
]
