import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { type Batch, DatagramSocket } from '../src/index.js'
import { describeEach } from './backends.js'
import { run } from './programs.js'

describeEach('the handlers of a socket', (backend) => {
  const open = (options = {}) => DatagramSocket.bind('127.0.0.1:0', { backend, ...options })

  /** The first batch that comes. */
  const batchOf = (socket: DatagramSocket, look: (batch: Batch) => void = () => {}) =>
    new Promise<void>((resolve) => {
      socket.onBatch = (batch) => {
        look(batch)
        resolve()
      }
    })

  it('run in the async context in which they were set', async () => {
    using receiver = open()
    using sender = open()
    const storage = new AsyncLocalStorage<string>()
    const seen: unknown[] = []
    // A watch is there already, of another context.
    const waiting = storage.run('receive', async () => {
      await receiver.receive()
      seen.push(storage.getStore())
    })
    sender.trySend(new Uint8Array(1), receiver.localAddress)
    await waiting
    const batch = storage.run('batch', () => batchOf(receiver, () => seen.push(storage.getStore())))
    sender.trySend(new Uint8Array(1), receiver.localAddress)
    await batch
    storage.run('listener', () => receiver.once('close', () => seen.push(storage.getStore())))
    storage.run('close', () => receiver.close())
    await new Promise((resolve) => setImmediate(resolve))
    expect(seen).toEqual(['receive', 'batch', 'listener'])
  })

  it('are removed as they were added', () => {
    using socket = open()
    const listener = () => {}
    socket.on('close', listener).once('close', listener)
    expect(socket.listeners('close')).toEqual([listener, listener])
    socket.off('close', listener).off('close', listener)
    expect(socket.listenerCount('close')).toBe(0)
  })

  it('may transfer the memory they are lent: the next batch comes in another', async () => {
    using receiver = open()
    using sender = open()
    const first = batchOf(receiver, ({ payload }) =>
      structuredClone(payload, { transfer: [payload.buffer as ArrayBuffer] }),
    )
    sender.trySend(Uint8Array.of(1), receiver.localAddress)
    await first
    const second = batchOf(receiver, (batch) => expect(batch.data(0)).toEqual(Uint8Array.of(2)))
    sender.trySend(Uint8Array.of(2), receiver.localAddress)
    await second
  })

  it('are refused where something else takes what comes', async () => {
    using socket = open()
    const pending = socket.receive()
    expect(() => {
      socket.onBatch = () => {}
    }).toThrow(expect.objectContaining({ code: 'ERR_INVALID_STATE' }))
    socket.close()
    await expect(pending).rejects.toThrow('ECANCELED')

    using other = open()
    other.onBatch = () => {}
    await expect(other.receive()).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    expect(() => other[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: 'ERR_INVALID_STATE' }))
  })

  it('get what had come together with a datagram that was received alone', async () => {
    using receiver = open()
    using sender = open()
    const to = receiver.localAddress
    for (let i = 0; i < 5; i++) sender.trySend(Uint8Array.of(i), to)
    const { data } = await receiver.receive()
    const seen = [...data]
    const all = new Promise<void>((resolve) => {
      receiver.onBatch = (batch) => {
        for (let i = 0; i < batch.count; i++) {
          expect(batch.from(i)).toEqual(sender.localAddress)
          expect(batch.payload[batch.offsets[i] as number]).toBe(batch.data(i)[0])
          seen.push(batch.data(i)[0] as number)
        }
        if (seen.length === 7) resolve()
      }
    })
    for (let i = 5; i < 7; i++) sender.trySend(Uint8Array.of(i), to)
    await all
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('are paused by null, and what came meanwhile is there afterwards', async () => {
    using receiver = open()
    using sender = open()
    receiver.onBatch = () => expect.unreachable()
    receiver.onBatch = null
    sender.trySend(Uint8Array.of(7), receiver.localAddress)
    await new Promise((resolve) => setImmediate(resolve))
    await batchOf(receiver, (batch) => expect(batch.data(0)).toEqual(Uint8Array.of(7)))
  })

  it('are told an error that nobody waits for; and who waits is told instead', async () => {
    using closed = open()
    const to = closed.localAddress
    closed.close()
    using socket = DatagramSocket.connect(to, { backend })
    socket.onBatch = () => expect.unreachable()
    const event = once(socket, 'error')
    socket.trySend(new Uint8Array(1))
    expect((await event)[0]).toMatchObject({ code: 'ECONNREFUSED' })
    socket.onBatch = null
    socket.trySend(new Uint8Array(1))
    await expect(socket.receive()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe.each(['napi', 'koffi'])('what a handler throws, over %s', (backend) => {
  it('is an uncaught exception, and the socket goes on', async () => {
    const { code, stdout, stderr } = await run(
      backend,
      `const receiver = open(), sender = open()
       let batches = 0
       process.on('uncaughtException', ({ message }) => {
         console.log(message)
         if (message === 'second') { receiver.close(); sender.close() }
         else sender.trySend(new Uint8Array(1), receiver.localAddress)
       })
       receiver.onBatch = () => { throw new Error(batches++ === 0 ? 'first' : 'second') }
       sender.trySend(new Uint8Array(1), receiver.localAddress)`,
    )
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'first\nsecond\n', stderr: '' })
  })

  it('is what an error without a listener is', async () => {
    const { code, stderr } = await run(
      backend,
      `const closed = open(), to = closed.localAddress
       closed.close()
       const socket = DatagramSocket.connect(to, { backend })
       socket.onBatch = () => {}
       socket.trySend(new Uint8Array(1))`,
    )
    expect(code).toBe(1)
    expect(stderr).toContain('ECONNREFUSED')
  })
})
