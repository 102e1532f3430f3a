import { once } from 'node:events'
import { expect, it } from 'vitest'
import { DatagramSocket } from '../src/index.js'
import { describeEach } from './backends.js'

const text = (data: Uint8Array) => new TextDecoder().decode(data)
const bytes = (value: string) => new TextEncoder().encode(value)

describeEach('a socket that receives', (backend) => {
  const open = () => DatagramSocket.bind('127.0.0.1:0', { backend })

  it('gives one datagram to who waits for one', async () => {
    using receiver = open()
    using sender = open()
    const datagram = receiver.receive()
    expect(sender.trySend(bytes('hello'), receiver.localAddress)).toBe(true)
    const { data, from } = await datagram
    expect(text(data)).toBe('hello')
    expect(from).toEqual(sender.localAddress)
  })

  it('yields datagrams to an iterator, in order, until it is closed', async () => {
    using receiver = open()
    using sender = open()
    for (let i = 0; i < 100; i++) sender.trySend(bytes(String(i)), receiver.localAddress)
    const seen: string[] = []
    for await (const { data } of receiver) {
      seen.push(text(data))
      if (seen.length === 100) receiver.close()
    }
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => String(i)))
  })

  it('hands batches to a handler, whose views are those of one memory', async () => {
    using receiver = open()
    using sender = open()
    const seen: string[] = []
    const all = new Promise<void>((resolve) => {
      receiver.onBatch = (batch) => {
        for (let i = 0; i < batch.count; i++) {
          expect(batch.data(i).buffer).toBe(batch.payload.buffer)
          expect(batch.from(i)).toEqual(sender.localAddress)
          seen.push(text(batch.data(i)))
        }
        if (seen.length === 70) resolve()
      }
    })
    for (let i = 0; i < 70; i++) sender.trySend(bytes(String(i)), receiver.localAddress)
    await all
    expect(seen).toEqual(Array.from({ length: 70 }, (_, i) => String(i)))
  })

  it('answers EBADF once it is closed, and says that it is', async () => {
    const socket = open()
    socket.close()
    await once(socket, 'close')
    expect(socket.closed).toBe(true)
    expect(() => socket.localAddress).toThrow('EBADF')
    await expect(socket.receive()).rejects.toMatchObject({ code: 'EBADF' })
    expect(() => socket.trySend(bytes('x'), { address: '127.0.0.1', port: 9 })).toThrow('EBADF')
    socket.close()
  })
})
