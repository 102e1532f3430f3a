import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { DatagramSocket } from '../src/index.js'
import { describeEach } from './backends.js'
import { until } from './support.js'

/** For how many milliseconds the loop has slept. */
const idle = () => performance.eventLoopUtilization().idle

describeEach('a socket that spins', (backend) => {
  it.for<['onBatch' | 'receive']>([['onBatch'], ['receive']])(
    'keeps the loop from sleeping once something has come, and no longer: %s',
    async ([how]) => {
      using receiver = DatagramSocket.bind('127.0.0.1:0', { backend, spin: 300_000 })
      using sender = DatagramSocket.bind('127.0.0.1:0', { backend })
      let came = false
      const take = () => {
        came = true
      }
      if (how === 'onBatch') receiver.onBatch = take
      else void receiver.receive().then(take)
      sender.trySend(new Uint8Array(1), receiver.localAddress)
      await until(() => came)
      const before = idle()
      await setTimeout(20)
      expect(idle()).toBe(before)
      while (idle() === before) await setTimeout(20)
    },
  )

  it('lets other sockets have their turn', async () => {
    using receiver = DatagramSocket.bind('127.0.0.1:0', { backend, spin: 900_000 })
    using other = DatagramSocket.bind('127.0.0.1:0', { backend })
    receiver.onBatch = () => {}
    const received = other.receive()
    receiver.trySend(new Uint8Array(1), receiver.localAddress)
    receiver.trySend(Uint8Array.of(7), other.localAddress)
    expect((await received).data).toEqual(Uint8Array.of(7))
  })

  it('refuses anything but an integer from 0 to 999,999 for spin', () => {
    for (const [spin, code] of [
      ['1', 'ERR_INVALID_ARG_TYPE'],
      [-1, 'ERR_OUT_OF_RANGE'],
      [0.5, 'ERR_OUT_OF_RANGE'],
      [1_000_000, 'ERR_OUT_OF_RANGE'],
    ]) {
      expect(() => DatagramSocket.bind('127.0.0.1:0', { backend, spin: spin as number })).toThrow(
        expect.objectContaining({ code }),
      )
    }
  })
})
