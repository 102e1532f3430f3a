import assert from 'node:assert/strict'
import type { Address } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes } from '../expect.js'

const endings = {
  return: 'has run out of code',
  exit: 'calls process.exit',
  throw: 'throws',
  terminate: 'is terminated',
} as const

/** Workers, processes, modules. */
export const environmentCases: Case[] = [
  ...Object.entries(endings).map(
    ([ending, how]) =>
      ({
        id: `worker/${ending}`,
        title: `a worker that ${how} leaves none of its sockets open`,
        async run({ start, sys, open }) {
          const worker = start('worker', 'hold', ending as keyof typeof endings)
          const addresses = (await worker.report()) as Address[]
          assert.equal(addresses.length, 3)
          if (ending === 'throw') await assert.rejects(worker.ended(), /on purpose/)
          else if (ending === 'terminate') await worker.stop()
          else await worker.ended()
          for (const address of addresses) sys.bind(open(), address)
        },
      }) satisfies Case,
  ),
  {
    id: 'worker/closed-before',
    title: 'a worker that ends leaves alone a number that it closed, and that another has been given since',
    async run({ start, sys, bound }) {
      // Whoever opens a file at that moment may get the number before us.
      for (let attempt = 1; attempt <= 5; attempt++) {
        const worker = start('worker', 'handOver')
        const number = await worker.report()
        const sockets = Array.from({ length: 64 }, () => bound())
        worker.goOn()
        await worker.ended()
        for (const { fd, address } of sockets) assert.deepEqual(sys.getsockname(fd), address)
        if (sockets.some(({ fd }) => fd === number)) return
      }
      assert.fail('the number was never given out again')
    },
  },
  {
    id: 'worker/several',
    title: 'several workers at once open, send, receive and close, as does the main thread',
    async run({ start, sys, bound, receive }) {
      const workers = [1, 2, 3, 4].map((mark) => start('worker', 'traffic', mark, 300))
      const { fd, address } = bound()
      for (const worker of workers) assert.equal(await worker.report(), 'ready')
      for (const worker of workers) worker.goOn()
      for (let i = 0; i < 300; i++) {
        sys.sendto(fd, Uint8Array.of(i), 0, address)
        assert.equal(receive(fd).data[0], i & 0xff)
      }
      for (const worker of workers) {
        assert.equal(await worker.report(), 300)
        await worker.ended()
      }
    },
  },
  {
    id: 'worker/main-goes-on',
    title: 'the sockets of the main thread go on working when a worker has ended',
    async run({ start, sys, bound, receive }) {
      const { fd, address } = bound()
      const worker = start('worker', 'traffic', 1, 1)
      await worker.report()
      worker.goOn()
      await worker.ended()
      sys.sendto(fd, bytes('still here'), 0, address)
      assert.equal(receive(fd).size, 10)
    },
  },
  {
    id: 'backend/import',
    title: 'the backend opens no library when it is imported, and require brings the same one',
    async run({ start }) {
      const child = start('process', 'importing')
      assert.deepEqual(await child.report(), [])
      assert.equal(await child.report(), true)
      await child.ended()
    },
  },
]
