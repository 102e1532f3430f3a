import assert from 'node:assert/strict'
import type { Readiness } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes } from '../expect.js'
import { drain, logged, nobody, nonblocking, receiveCode, rounds, sender, until } from '../watching.js'

const error = { readable: false, writable: false, error: true }
const readable = { readable: true, writable: false, error: false }

/** What a watch makes of ICMP errors. */
const cases: Case[] = [
  {
    id: 'watch/refused',
    title:
      'watch tells of ECONNREFUSED until a receive has said it, which it does once, and then of datagrams as before',
    platforms: ['linux'],
    async run(context) {
      const { sys } = context
      const peer = nonblocking(context)
      for (const events of [{ error: true }, { readable: true, error: true }]) {
        const { fd, address } = nonblocking(context)
        const { told, watch } = logged(sys, fd, events)
        sys.connect(fd, nobody(context))
        sys.sendto(fd, bytes('x'), 0, null)
        await until(context, 'the error is told of three times', () => told.length >= 3)
        for (const ready of told) assert.deepEqual(ready, error)
        assert.deepEqual([receiveCode(sys, fd), receiveCode(sys, fd)], ['ECONNREFUSED', 'EAGAIN'])
        await rounds(context, 1)
        told.length = 0
        await rounds(context)
        assert.deepEqual(told, [])
        sys.connect(fd, peer.address)
        watch.change({ readable: true, error: true })
        sys.sendto(peer.fd, bytes('x'), 0, address)
        await until(context, 'a datagram is told of', () => told.length > 0)
        assert.deepEqual(told[0], readable)
        assert.equal(drain(sys, fd), 1)
      }
    },
  },
  {
    id: 'watch/pending-error',
    title:
      'watch tells of an error that came before it, or while it was paused, and of none that SO_ERROR has taken away',
    platforms: ['linux'],
    async run(context) {
      const { sys, constants } = context
      const { fd } = nonblocking(context)
      sys.connect(fd, nobody(context))
      sys.sendto(fd, bytes('x'), 0, null)
      const { told, watch } = logged(sys, fd, { error: true })
      await until(context, 'the error is told of', () => told.length > 0)
      watch.change({})
      await rounds(context, 1)
      told.length = 0
      await rounds(context)
      assert.deepEqual(told, [])
      watch.change({ error: true })
      await until(context, 'the error is told of again', () => told.length > 0)
      sys.getsockopt(fd, constants.SOL_SOCKET, constants.SO_ERROR, new Uint8Array(4))
      await rounds(context, 1)
      told.length = 0
      await rounds(context)
      assert.deepEqual(told, [])
    },
  },
  {
    id: 'watch/error-queue',
    title: 'watch tells of what is on the error queue until it is read, and of datagrams all the while',
    requires: ['errorQueue'],
    constants: ['IP_RECVERR', 'MSG_ERRQUEUE'],
    async run(context) {
      const { sys, constants } = context
      const { fd, address } = withErrorQueue(context)
      const send = sender(context)
      const { told, watch } = logged(sys, fd, { readable: true, error: true })
      await until(context, 'the error is told of three times', () => told.length >= 3)
      for (const ready of told) assert.deepEqual(ready, error)
      assert.equal(receiveCode(sys, fd), 'ECONNREFUSED')
      send(address)
      told.length = 0
      await until(context, 'both are told of', () => told.some((ready) => ready.readable && ready.error))
      assert.equal(drain(sys, fd), 1)
      assert.equal(receiveCode(sys, fd, constants.MSG_ERRQUEUE), null)
      assert.equal(receiveCode(sys, fd, constants.MSG_ERRQUEUE), 'EAGAIN')
      await rounds(context, 1)
      told.length = 0
      await rounds(context)
      assert.deepEqual(told, [])
      send(address)
      await until(context, 'a datagram is told of', () => told.length > 0)
      assert.deepEqual(told[0], readable)
      watch.close()
    },
  },
  {
    id: 'watch/unasked-error',
    title:
      'watch tells nothing of an error that nobody asked for, and of every datagram that comes while it stays unread',
    requires: ['errorQueue'],
    constants: ['IP_RECVERR', 'MSG_ERRQUEUE'],
    async run(context) {
      const { sys } = context
      const { fd, address } = withErrorQueue(context)
      const send = sender(context)
      const told: Readiness[] = []
      const watch = sys.watch(fd, { readable: true }, (ready) => void told.push(ready))
      for (let i = 0; i < 3; i++) {
        await rounds(context)
        assert.deepEqual(told, [])
        send(address)
        await until(context, 'a datagram is told of three times', () => told.length >= 3)
        for (const ready of told) assert.deepEqual(ready, readable)
        while (drain(sys, fd) > 0);
        await rounds(context, 1)
        told.length = 0
      }
      watch.change({ error: true })
      await until(context, 'the error is told of once it is asked for', () => told.length > 0)
      assert.deepEqual(told[0], error)
    },
  },
  {
    id: 'watch/spin',
    title: 'a watch does not keep the loop turning over an error, or a hang-up, that nobody asked for and nobody reads',
    requires: ['errorQueue'],
    constants: ['IP_RECVERR', 'MSG_ERRQUEUE'],
    needs: ['loopCount'],
    async run({ start }) {
      for (const what of ['error', 'hang-up'] as const) {
        const child = start('process', 'unread', what)
        const turns = (await child.report()) as number
        assert.ok(turns < 1000, `${turns} turns of the loop over an unread ${what}`)
        assert.equal(await child.report(), 'readable')
        await child.ended()
      }
    },
  },
]

/** A socket with an ICMP error on its queue. */
function withErrorQueue(context: Parameters<Case['run']>[0]) {
  const { sys, constants } = context
  const socket = nonblocking(context)
  sys.setsockopt(socket.fd, constants.IPPROTO_IP, constants.IP_RECVERR as number, 1)
  sys.sendto(socket.fd, bytes('x'), 0, nobody(context))
  return socket
}

export const watchErrorCases: Case[] = cases.map((each) => ({
  ...each,
  requires: ['watch', ...(each.requires ?? [])],
}))
