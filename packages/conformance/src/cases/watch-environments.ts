import assert from 'node:assert/strict'
import { readdirSync, readlinkSync } from 'node:fs'
import type { InetAddress } from '@sendto/core'
import type { Case } from '../case.js'
import { until } from '../watching.js'

/** Watches in workers and processes. */
const cases: Omit<Case, 'requires'>[] = [
  {
    id: 'watch/worker',
    title: "watch tells of datagrams on a worker's own loop, in several workers at once",
    async run({ start }) {
      const workers = [1, 2, 3].map(() => start('worker', 'watched', 200))
      for (const worker of workers) {
        assert.equal(await worker.report(), 200)
        await worker.ended()
      }
    },
  },
  ...(['terminate', 'exit', 'throw'] as const).map(
    (ending) =>
      ({
        id: `watch/worker-${ending}`,
        title: `a worker that ends in the midst of traffic leaves nothing open (${ending})`,
        needs: ['openDescriptors'],
        async run(context) {
          const { start, sys, open } = context
          const before = descriptors()
          for (let i = 0; i < 3; i++) {
            const worker = start('worker', 'busy', ending)
            const addresses = (await worker.report()) as InetAddress[]
            await worker.report()
            if (ending === 'throw') await assert.rejects(worker.ended(), /on purpose/)
            else if (ending === 'exit') await worker.ended()
            else await worker.stop()
            for (const address of addresses) sys.close(bindTo(address))
          }
          await until(context, `no more is open than before: ${before}`, () => descriptors() <= before)

          function bindTo(address: InetAddress): number {
            const fd = open()
            sys.bind(fd, address)
            return fd
          }
        },
      }) satisfies Omit<Case, 'requires'>,
  ),
  {
    id: 'watch/worker-alone',
    title:
      'a worker that ends in the midst of traffic leaves its process unharmed, even if nobody else uses the backend',
    async run({ start }) {
      const child = start('process', 'workerAlone', 3)
      for (let i = 0; i < 3; i++) assert.equal(await child.report(), 'ended')
      await child.ended()
    },
  },
  {
    id: 'watch/ref',
    title: 'a watch keeps its process alive, paused or not, until it is closed, and again after ref',
    async run({ start }) {
      for (const how of ['ref', 'paused', 'again'] as const) {
        const child = start('process', 'alive', how)
        assert.equal(await child.report(), 'still alive')
        await child.ended()
      }
    },
  },
  {
    id: 'watch/unref',
    title: 'a watch that was told not to lets its process end, and tells of readiness for as long as that lives',
    async run({ start }) {
      const child = start('process', 'alive', 'unref')
      assert.equal(await child.report(), 'readable')
      assert.equal(await child.report(), 'end')
      await child.ended()
    },
  },
  {
    id: 'watch/exit',
    title: 'process.exit in the callback of a watch ends the process as it should',
    async run({ start }) {
      const child = start('process', 'fatal', 'exit')
      assert.equal(await child.report(), 'exit')
      await child.ended()
    },
  },
  {
    id: 'watch/throws',
    title: 'what the callback of a watch throws is an uncaught exception, after which the watch goes on',
    async run({ start }) {
      for (const room of ['process', 'worker'] as const) {
        const child = start(room, 'fatal', 'caught')
        for (let i = 0; i < 3; i++) assert.equal(await child.report(), 'caught: on purpose')
        assert.equal(await child.report(), 'went on')
        await child.ended()
      }
    },
  },
  {
    id: 'watch/throws-uncaught',
    title: 'what the callback of a watch throws ends the process if nobody handles it',
    async run({ start }) {
      const child = start('process', 'fatal', 'uncaught')
      await assert.rejects(child.ended(), /ended with 1: .*on purpose/s)
      assert.equal(child.pending, 0)
    },
  },
  {
    id: 'watch/closed-elsewhere',
    title:
      'a descriptor that is closed behind the back of its watch harms neither the process nor the next of its number',
    async run({ start }) {
      const child = start('process', 'closedElsewhere')
      assert.deepEqual(await child.report(), { reused: true, heard: ['new'] })
      await child.ended()
    },
  },
]

/** How many sockets, and what is used to wait for them, this process has open. */
function descriptors(): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return /^socket:|eventpoll|timerfd/.test(readlinkSync(`/proc/self/fd/${fd}`))
    } catch {
      return false
    }
  }).length
}

export const watchEnvironmentCases: Case[] = cases.map((each) => ({ ...each, requires: ['watch'] }))
