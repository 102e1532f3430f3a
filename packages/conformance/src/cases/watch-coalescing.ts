import assert from 'node:assert/strict'
import type { DescriptorWatch } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes, refuses } from '../expect.js'
import { logged, nobody, nonblocking, readable, rounds, sender, until } from '../watching.js'
import { wrongIntegers } from './arguments.js'

/** In microseconds: short enough to wait for, and longer than a turn of the loop. */
const period = 1000

/** Watches that go by the clock, where the backend has them do so; where it says that it does not, readiness goes on being told. */
const cases: Omit<Case, 'requires'>[] = [
  {
    id: 'watch/coalesce',
    title: 'coalesce calls back by the clock, whatever there is to read, until change has readiness told again',
    async run(context) {
      const { sys } = context
      const { fd, address } = nonblocking(context)
      const send = sender(context)
      const { told, watch } = logged(sys, fd, { readable: true })
      for (const inBetween of ['nothing', 'another period', 'nothing'] as const) {
        if (watch.coalesce(period)) {
          if (inBetween === 'another period') assert.equal(watch.coalesce(2 * period), true)
          await until(context, 'it is called three times', () => told.length >= 3)
          for (const ready of told) assert.deepEqual(ready, readable)
        }
        watch.change({ readable: true })
        told.length = 0
        await rounds(context)
        assert.deepEqual(told, [])
      }
      watch.coalesce(period)
      send(address)
      await until(context, 'it is called while a datagram is there', () => told.length > 0)
      watch.change({ readable: true })
      told.length = 0
      await until(context, 'the datagram is told of', () => told.length > 0)
      assert.deepEqual(told[0], readable)
    },
  },
  {
    id: 'watch/coalesce-rate',
    title: 'a watch that goes by the clock is not called in every turn of the loop, though there is something to read',
    async run(context) {
      const { sys } = context
      const { fd, address } = nonblocking(context)
      const { told, watch } = logged(sys, fd, { readable: true })
      sender(context)(address)
      if (!watch.coalesce(100 * period)) return
      let [before, turns] = [0, 0]
      await until(context, 'there are many turns between two calls, where it would be one by readiness', () => {
        turns = told.length === before ? turns + 1 : 0
        before = told.length
        return before > 0 && turns > 10
      })
    },
  },
  {
    id: 'watch/coalesce-errors',
    title: 'a watch that goes by the clock tells of no errors, and of one that has come once it goes by readiness',
    platforms: ['linux'],
    async run(context) {
      const { sys } = context
      const { fd } = nonblocking(context)
      const events = { readable: true, error: true }
      const { told, watch } = logged(sys, fd, events)
      if (watch.coalesce(period)) {
        sys.connect(fd, nobody(context))
        sys.sendto(fd, bytes('x'), 0, null)
        await rounds(context)
        told.length = 0
        await until(context, 'it is called three times', () => told.length >= 3)
        for (const ready of told) assert.deepEqual(ready, readable)
        watch.change(events)
        told.length = 0
        await until(context, 'the error is told of', () => told.some(({ error }) => error))
      }
    },
  },
  {
    id: 'watch/coalesce-close',
    title:
      'a watch that goes by the clock and is closed in a callback, its own or that of another, is not called again',
    async run(context) {
      const { sys } = context
      let calls = 0
      const watches: DescriptorWatch[] = [1, 2, 3].map(() =>
        sys.watch(nonblocking(context).fd, { readable: true }, () => {
          calls++
          for (const watch of watches) watch.close()
        }),
      )
      const clocked = watches.map((watch) => watch.coalesce(period))
      await rounds(context)
      if (clocked[0]) await until(context, 'one of them is called', () => calls > 0)
      const { told, watch } = logged(sys, nonblocking(context).fd, { readable: true })
      if (watch.coalesce(period)) await until(context, 'another one is called', () => told.length > 2)
      assert.equal(calls, clocked[0] ? 1 : 0)
      assert.equal(watches[0]?.coalesce(period), false)
    },
  },
  {
    id: 'watch/coalesce-many',
    title: 'watches go by the clock side by side, and one that no longer does leaves the others alone',
    async run(context) {
      const { sys } = context
      const logs = Array.from({ length: 20 }, () => logged(sys, nonblocking(context).fd, { readable: true }))
      if (!logs.map(({ watch }, index) => watch.coalesce(period + 100 * index))[0]) return
      await until(context, 'all of them are called', () => logs.every(({ told }) => told.length > 0))
      for (const [index, { watch, told }] of logs.entries()) {
        if (index % 2 === 0) watch.change({ readable: true })
        told.length = 0
      }
      const clocked = logs.filter((_, index) => index % 2 === 1)
      await until(context, 'the others are called', () => clocked.every(({ told }) => told.length > 2))
      assert.equal(logs.filter(({ told }) => told.length > 0).length, clocked.length)
    },
  },
  {
    id: 'watch/coalesce-unasked',
    title: 'a watch that does not ask for readable does not go by the clock',
    async run(context) {
      const { sys } = context
      for (const events of [{}, { error: true }]) {
        const { told, watch } = logged(sys, nonblocking(context).fd, events)
        assert.equal(watch.coalesce(period), false)
        const other = logged(sys, nonblocking(context).fd, { readable: true })
        if (other.watch.coalesce(period)) {
          await until(context, 'one that asks for it is called', () => other.told.length > 2)
        }
        assert.deepEqual(told, [])
      }
    },
  },
  {
    id: 'watch/coalesce-closed-elsewhere',
    title: 'a watch that goes by the clock is not called for another descriptor of its number',
    async run({ start }) {
      const child = start('process', 'coalescedElsewhere')
      assert.deepEqual(await child.report(), { reused: true, heard: [] })
      await child.ended()
    },
  },
  {
    id: 'watch/argument-microseconds',
    title: 'coalesce refuses anything but an integer from 1 to 999,999 for microseconds',
    run(context) {
      const { watch } = logged(context.sys, nonblocking(context).fd, { readable: true })
      for (const [value, code] of [
        ...wrongIntegers,
        ...[0, -1, 1_000_000].map((each) => [each, 'ERR_OUT_OF_RANGE'] as const),
      ])
        refuses(code, 'microseconds', () => watch.coalesce(value as number))
    },
  },
]

export const watchCoalescingCases: Case[] = cases.map((each) => ({ ...each, requires: ['watch'] }))
