import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { DescriptorWatch } from '@sendto/core'
import type { Case } from '../case.js'
import { drain, logged, nonblocking, receiveCode, sender, until } from '../watching.js'

/** What runs between two calls of `onReady`, and where they run. */
const cases: Omit<Case, 'requires'>[] = [
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
]

export const watchCallbackCases: Case[] = cases.map((each) => ({ ...each, requires: ['watch'] }))
