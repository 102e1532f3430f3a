import assert from 'node:assert/strict'
import { closeSync, constants as files, openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Case } from '../case.js'
import { fails, refuses } from '../expect.js'
import { logged, nonblocking, readable, sender, until } from '../watching.js'
import { anything, wrongIntegers } from './arguments.js'

/** What cannot be watched, and what is no argument. */
const cases: Omit<Case, 'requires'>[] = [
  {
    id: 'watch/blocking',
    title: 'watch of a blocking descriptor fails with EINVAL, and leaves it blocking',
    needs: ['openDescriptors'],
    run({ sys, bound }) {
      const { fd } = bound()
      fails('EINVAL', 'watch', () => sys.watch(fd, { readable: true }, () => {}))
      const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1]
      assert.equal(Number.parseInt(flags ?? '', 8) & files.O_NONBLOCK, 0)
    },
  },
  {
    id: 'watch/twice',
    title: 'watch of a descriptor that is watched fails with EEXIST, and leaves the first one alone',
    async run(context) {
      const { sys } = context
      const { fd, address } = nonblocking(context)
      const { told, watch } = logged(sys, fd, { readable: true })
      fails('EEXIST', 'watch', () => sys.watch(fd, { writable: true }, () => {}))
      sender(context)(address)
      await until(context, 'the first one hears of a datagram', () => told.length > 0)
      assert.deepEqual(told[0], readable)
      watch.change({})
      fails('EEXIST', 'watch', () => sys.watch(fd, {}, () => {}))
    },
  },
  {
    id: 'watch/bad-descriptor',
    title: 'watch of a number that is no descriptor fails with EBADF',
    run({ sys }) {
      for (const fd of [-1, -(2 ** 31), 2 ** 31 - 1])
        fails('EBADF', 'watch', () => sys.watch(fd, { readable: true }, () => {}))
    },
  },
  {
    id: 'watch/file',
    title: 'watch of a file, which is always ready, fails with EPERM',
    platforms: ['linux'],
    run({ sys }) {
      const fd = openSync(fileURLToPath(import.meta.url), files.O_RDONLY | files.O_NONBLOCK)
      try {
        for (const events of [{ readable: true }, {}]) fails('EPERM', 'watch', () => sys.watch(fd, events, () => {}))
      } finally {
        closeSync(fd)
      }
    },
  },
  {
    id: 'watch/argument-fd',
    title: 'watch refuses anything but an integer of 32 bits for fd',
    run({ sys }) {
      for (const [value, code] of wrongIntegers)
        refuses(code, 'fd', () => sys.watch(value as number, { readable: true }, () => {}))
    },
  },
  {
    id: 'watch/argument-events',
    title: 'watch and change refuse anything but an object of booleans for events',
    async run(context) {
      const { sys } = context
      const { fd, address } = nonblocking(context)
      const { told, watch } = logged(sys, fd, { readable: true })
      for (const make of [
        (events: object) => sys.watch(-1, events, () => {}),
        (events: object) => watch.change(events),
      ]) {
        for (const value of [...anything, undefined, 1]) {
          const isObject = typeof value === 'object' && value !== null
          if (!isObject) refuses('ERR_INVALID_ARG_TYPE', 'events', () => make(value as object))
          for (const event of ['readable', 'writable', 'error']) {
            if (typeof value === 'boolean' || value === undefined) continue
            refuses('ERR_INVALID_ARG_TYPE', `events.${event}`, () => make({ [event]: value }))
          }
        }
      }
      sender(context)(address)
      await until(context, 'the watch goes on as before', () => told.length > 0)
      assert.deepEqual(told[0], readable)
    },
  },
  {
    id: 'watch/argument-onReady',
    title: 'watch refuses anything but a function for onReady',
    run({ sys }) {
      for (const value of [...anything, undefined].filter((each) => typeof each !== 'function'))
        refuses('ERR_INVALID_ARG_TYPE', 'onReady', () => sys.watch(-1, { readable: true }, value as () => void))
    },
  },
]

export const watchArgumentCases: Case[] = cases.map((each) => ({ ...each, requires: ['watch'] }))
