import assert from 'node:assert/strict'
import type { DescriptorWatch } from '@sendto/core'
import type { Case } from '../case.js'
import { logged, nonblocking, readable, rounds, sender, until } from '../watching.js'

/** Watches that end, and numbers that are given away. */
const cases: Omit<Case, 'requires'>[] = [
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
]

export const watchClosingCases: Case[] = cases.map((each) => ({ ...each, requires: ['watch'] }))
