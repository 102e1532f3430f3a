import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { DatagramSocket, Statistic } from '../src/index.js'
import { describeEach } from './backends.js'

/** Sends to a port as fast as it can until it is ended. */
const flooder = `
  const { workerData } = require('node:worker_threads')
  const socket = require('node:dgram').createSocket('udp4')
  const more = () => socket.send('flood', workerData, '127.0.0.1', more)
  for (let i = 0; i < 64; i++) more()
`

describeEach('a socket under a flood', (backend) => {
  const open = (options = {}) => DatagramSocket.bind('127.0.0.1:0', { backend, ...options })

  it('lets timers and other sockets have their turn, and takes a bounded number of datagrams in each', async () => {
    using flooded = open({ datagramsPerTurn: 128, options: { SO_RCVBUF: 2 ** 22 } })
    using other = open()
    using sender = open()
    // More than that is there before the first turn.
    for (let i = 0; i < 1000; i++) sender.trySend(new Uint8Array(1), flooded.localAddress)
    const worker = new Worker(flooder, { eval: true, workerData: flooded.localAddress.port })
    try {
      const turns: number[] = []
      let inTurn = 0
      const newTurn = () => {
        turns.push(inTurn)
        inTurn = 0
        if (turns.length < 200) setImmediate(newTurn)
      }
      setImmediate(newTurn)
      flooded.onBatch = ({ count }) => {
        inTurn += count
      }
      for (let i = 0; i < 10; i++) {
        const received = other.receive()
        sender.trySend(Uint8Array.of(i), other.localAddress)
        expect((await received).data).toEqual(Uint8Array.of(i))
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      while (turns.length < 200) await new Promise((resolve) => setImmediate(resolve))
      expect(Math.max(...turns)).toBeLessThanOrEqual(128)
      expect(Math.max(...turns)).toBeGreaterThan(64)
    } finally {
      await worker.terminate()
    }
  })

  it('reads no more than its queue holds, and goes on once somebody takes it', async () => {
    using receiver = open({ receiveQueue: 100, options: { SO_RCVBUF: 2 ** 22 } })
    using sender = open()
    const to = receiver.localAddress
    const seen: number[] = []
    for (let i = 0; i < 1000; i++) sender.trySend(bytesOf(i), to)
    for await (const { data } of receiver) {
      seen.push(new DataView(data.buffer, data.byteOffset).getUint32(0))
      // One message brings one datagram here: the sender joins none.
      expect((receiver.statistics[Statistic.datagramsReceived] as number) - seen.length).toBeLessThanOrEqual(100 + 64)
      if (seen.length === 1000) break
    }
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect(receiver.statistics[Statistic.bytesReceived]).toBe(4000)
  })
})

function bytesOf(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
