import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { closeSync, constants as files, openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DescriptorWatch } from '@sendto/core'
import type { Case } from '../case.js'
import { fails, refuses } from '../expect.js'
import { drain, logged, nonblocking, receiveCode, rounds, sender, until } from '../watching.js'
import { anything, wrongIntegers } from './arguments.js'

const readable = { readable: true, writable: false, error: false }
const writable = { readable: false, writable: true, error: false }

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
    id: 'watch/close-inside',
    title: 'a watch that is closed in its own callback tells nothing more, whatever is done with it',
    async run(context) {
      const { sys } = context
      const { fd, address } = nonblocking(context)
      let calls = 0
      const watch = sys.watch(fd, { readable: true, writable: true }, () => {
        calls++
        watch.close()
        watch.change({ readable: true })
        watch.ref()
      })
      sender(context)(address)
      await until(context, 'the datagram is told of', () => calls > 0)
      for (const again of [() => watch.close(), () => watch.change({ writable: true }), () => watch.unref()]) again()
      await rounds(context)
      assert.equal(calls, 1)
      const { told } = logged(sys, fd, { readable: true })
      watch.close()
      await until(context, 'another watch of the same descriptor hears of it', () => told.length > 0)
    },
  },
  {
    id: 'watch/close-other',
    title: 'a watch that is closed in the callback of another tells nothing more, even if its datagram has been seen',
    async run(context) {
      const { sys } = context
      const send = sender(context)
      for (let attempt = 0; attempt < 5; attempt++) {
        const sockets = Array.from({ length: 4 }, () => nonblocking(context))
        let calls = 0
        const watches: DescriptorWatch[] = sockets.map(({ fd }) =>
          sys.watch(fd, { readable: true }, () => {
            calls++
            for (const watch of watches) watch.close()
          }),
        )
        for (const { address } of sockets) send(address)
        await until(context, 'one of the datagrams is told of', () => calls > 0)
        await rounds(context, 2)
        assert.equal(calls, 1)
      }
    },
  },
  {
    id: 'watch/number-reused',
    title: 'a watch of a new descriptor does not hear of what was seen on an old one of the same number',
    async run(context) {
      const { sys } = context
      const send = sender(context)
      for (let attempt = 0; attempt < 20; attempt++) {
        const sockets = [nonblocking(context), nonblocking(context)]
        const heard: unknown[] = []
        const reused: boolean[] = []
        const watches = sockets.map(({ fd }, index) =>
          sys.watch(fd, { readable: true }, () => {
            const [other, old] = [1 - index, sockets[1 - index]?.fd as number]
            watches[index]?.close()
            watches[other]?.close()
            sys.close(old)
            const next = nonblocking(context).fd
            reused.push(next === old)
            sys.watch(next, { readable: true }, (ready) => void heard.push(ready))
          }),
        )
        for (const { address } of sockets) send(address)
        await until(context, 'one of the datagrams is told of', () => reused.length > 0)
        await rounds(context, 2)
        assert.deepEqual(heard, [])
        if (reused[0]) return
      }
      assert.fail('the number was never given out again')
    },
  },
  {
    id: 'watch/closed-descriptor',
    title: 'close ends the watch of its descriptor, and leaves that of the next one of the same number alone',
    async run(context) {
      const { sys } = context
      const send = sender(context)
      for (let attempt = 0; attempt < 20; attempt++) {
        const old = nonblocking(context)
        const { told, watch } = logged(sys, old.fd, { readable: true, writable: true })
        await until(context, 'room to send is told of', () => told.length > 0)
        sys.close(old.fd)
        told.length = 0
        const next = nonblocking(context)
        const heard = logged(sys, next.fd, { readable: true }).told
        watch.change({ writable: true })
        watch.close()
        send(next.address)
        await until(context, 'the new watch hears of its datagram', () => heard.length > 0)
        assert.deepEqual([told, heard[0]], [[], readable])
        if (next.fd === old.fd) return
      }
      assert.fail('the number was never given out again')
    },
  },
  {
    id: 'watch/flood',
    title: 'a watch calls back once in a turn of the loop, so that timers and another watch have theirs in a flood',
    async run(context) {
      const { sys } = context
      const flood = nonblocking(context)
      const other = nonblocking(context)
      const send = sender(context)
      let floods = 0
      let turns = 0
      let counting = true
      const count = () => {
        turns++
        if (counting) setImmediate(count)
      }
      setImmediate(count)
      for (let i = 0; i < 3; i++) send(flood.address)
      sys.watch(flood.fd, { readable: true }, () => {
        floods++
        send(flood.address)
        receiveCode(sys, flood.fd)
      })
      const { told } = logged(sys, other.fd, { readable: true })
      try {
        await until(context, 'the flood has begun', () => floods >= 10)
        send(other.address)
        let timers = 0
        setTimeout(() => timers++, 1)
        await until(context, 'a timer and another watch have their turn', () => timers > 0 && told.length > 0)
        await until(context, 'the flood goes on', () => floods >= 100)
        assert.ok(floods <= turns + 2, `${floods} callbacks in ${turns} turns`)
      } finally {
        counting = false
      }
    },
  },
  {
    id: 'watch/microtasks',
    title: 'the ticks and microtasks of a callback of a watch have run when the next one is called',
    async run(context) {
      const { sys } = context
      const send = sender(context)
      const order: string[] = []
      const sockets = ['a', 'b', 'c'].map((name) => ({ name, ...nonblocking(context) }))
      for (const { name, fd } of sockets) {
        sys.watch(fd, { readable: true }, () => {
          drain(sys, fd)
          order.push(name)
          process.nextTick(() => order.push('tick'))
          queueMicrotask(() => order.push('microtask'))
        })
      }
      for (const { address } of sockets) send(address)
      await until(context, 'all three have been told of', () => order.length >= 9)
      const names = order.filter((_, index) => index % 3 === 0)
      assert.deepEqual(names.sort(), ['a', 'b', 'c'])
      assert.deepEqual(
        order.filter((_, index) => index % 3 !== 0).join(),
        'tick,microtask,tick,microtask,tick,microtask',
      )
    },
  },
  {
    id: 'watch/async-context',
    title: 'the callback of a watch runs in the async context in which the watch was made',
    async run(context) {
      const { sys } = context
      const send = sender(context)
      const storage = new AsyncLocalStorage<string>()
      const stores: Record<string, unknown[]> = {}
      const watches: DescriptorWatch[] = []
      for (const name of ['first', 'second']) {
        const { fd, address } = nonblocking(context)
        stores[name] = []
        storage.run(name, () => {
          watches.push(
            sys.watch(fd, {}, () => {
              drain(sys, fd)
              stores[name]?.push(storage.getStore())
              queueMicrotask(() => stores[name]?.push(storage.getStore()))
            }),
          )
        })
        send(address)
      }
      storage.run('other', () => {
        for (const watch of watches) watch.change({ readable: true })
      })
      await until(context, 'both have been told of', () => Object.values(stores).every(({ length }) => length >= 2))
      assert.deepEqual(stores, { first: ['first', 'first'], second: ['second', 'second'] })
    },
  },
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

export const watchCases: Case[] = cases.map((each) => ({ ...each, requires: ['watch'] }))
