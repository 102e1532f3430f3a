import assert from 'node:assert/strict'
import type { Case } from '../case.js'
import { drain, logged, nonblocking, readable, receiveCode, rounds, sender, until, writable } from '../watching.js'

/** Readiness on the event loop. */
const cases: Omit<Case, 'requires'>[] = [
  {
    id: 'watch/readable',
    title: 'watch tells of a datagram, in each turn of the loop until it is read, and of nothing else',
    async run(context) {
      const { sys } = context
      const { fd, address } = nonblocking(context)
      const { told } = logged(sys, fd, { readable: true })
      const send = sender(context)
      await rounds(context)
      assert.deepEqual(told, [])
      send(address)
      await until(context, 'the datagram is told of three times', () => told.length >= 3)
      for (const ready of told) assert.deepEqual(ready, readable)
      assert.equal(drain(sys, fd), 1)
      await rounds(context, 1)
      told.length = 0
      await rounds(context)
      assert.deepEqual(told, [])
      send(address)
      await until(context, 'the next datagram is told of', () => told.length > 0)
    },
  },
  {
    id: 'watch/writable',
    title: 'watch tells of room to send, and of a datagram beside it only if it was asked to',
    async run(context) {
      const { sys } = context
      const { fd, address } = nonblocking(context)
      const { told, watch } = logged(sys, fd, { writable: true })
      sender(context)(address)
      await until(context, 'room to send is told of three times', () => told.length >= 3)
      for (const ready of told) assert.deepEqual(ready, writable)
      watch.change({ readable: true, writable: true })
      await rounds(context, 1)
      told.length = 0
      await until(context, 'both are told of', () => told.length > 0)
      assert.deepEqual(told[0], { ...readable, writable: true })
    },
  },
  {
    id: 'watch/nothing-to-read',
    title: 'a callback of a watch that finds nothing to read (EAGAIN) hears of the next datagram all the same',
    async run(context) {
      const { sys } = context
      const { fd, address } = nonblocking(context)
      const send = sender(context)
      const both = [fd, sys.dup(fd)]
      const codes: (string | null)[] = []
      const watches = both.map((each) =>
        sys.watch(each, { readable: true }, () => void codes.push(receiveCode(sys, each))),
      )
      try {
        for (let sent = 1; sent <= 20; sent++) {
          send(address)
          await until(context, 'the datagram is read', () => codes.filter((code) => code === null).length === sent)
        }
        assert.deepEqual(
          [...new Set(codes)].filter((code) => code !== null && code !== 'EAGAIN'),
          [],
        )
        assert.ok(codes.includes('EAGAIN') || codes.length === 20)
      } finally {
        for (const watch of watches) watch.close()
        sys.close(both[1] as number)
      }
    },
  },
  {
    id: 'watch/change-inside',
    title: 'a watch can be changed from inside its own callback',
    async run(context) {
      const { sys } = context
      const { fd, address } = nonblocking(context)
      const told: string[] = []
      const watch = sys.watch(fd, { readable: true }, (ready) => {
        told.push(ready.readable ? 'readable' : ready.writable ? 'writable' : 'nothing')
        watch.change(ready.readable ? { writable: true } : {})
      })
      sender(context)(address)
      await until(context, 'the datagram and then room to send are told of', () => told.length >= 2)
      await rounds(context)
      assert.deepEqual(told, ['readable', 'writable'])
      watch.change({ readable: true })
      await until(context, 'the datagram is told of again', () => told.length >= 3)
      assert.equal(told[2], 'readable')
    },
  },
  {
    id: 'watch/pause',
    title: 'a watch without events pauses, and tells of what has come in the meantime when it goes on',
    async run(context) {
      const { sys } = context
      const { fd, address } = nonblocking(context)
      const send = sender(context)
      const { told, watch } = logged(sys, fd, {})
      send(address)
      await rounds(context)
      assert.deepEqual(told, [])
      watch.change({ readable: true })
      await until(context, 'the datagram is told of', () => told.length > 0)
      watch.change({ readable: false })
      told.length = 0
      await rounds(context)
      assert.deepEqual(told, [])
      watch.change({ readable: true })
      await until(context, 'the datagram is told of again', () => told.length > 0)
    },
  },
  {
    id: 'watch/many',
    title: 'each of many watches hears of its own datagrams, however many there are and whichever end',
    async run(context) {
      const { sys } = context
      const send = sender(context)
      const sockets = Array.from({ length: 40 }, () => nonblocking(context))
      const watches = sockets.map(({ fd }) => logged(sys, fd, { readable: true }))
      const remaining = [...sockets.keys()].filter((index) => index % 2 === 1)
      for (const index of sockets.keys()) if (index % 2 === 0) watches[index]?.watch.close()
      for (const each of remaining) {
        const { fd, address } = sockets[each] as (typeof sockets)[number]
        send(address)
        await until(context, 'the datagram is told of', () => (watches[each]?.told.length ?? 0) > 0)
        assert.equal(drain(sys, fd), 1)
        await rounds(context, 1)
        const heard = watches.flatMap(({ told }, index) => (told.length > 0 ? [index] : []))
        assert.deepEqual(heard, [each])
        for (const { told } of watches) told.length = 0
      }
    },
  },
]

export const watchCases: Case[] = cases.map((each) => ({ ...each, requires: ['watch'] }))
