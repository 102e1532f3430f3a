import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { createSocket, type Socket, type SocketOptions } from '../src/index.js'
import { describeEachBackend } from './support/backends.js'
import { countedSends } from './support/calls.js'

function open(options: Partial<SocketOptions>): Socket {
  const socket = createSocket({ type: 'udp4', ...options })
  onTestFinished(() => {
    try {
      socket.close()
    } catch {}
  })
  socket.bindSync({ address: '127.0.0.1' })
  return socket
}

/** Sends so many datagrams, by turns to two ports, and tells of each what its callback was told. */
function sendAll(socket: Socket, count: number, told: (code: string | undefined, index: number) => void): void {
  const data = Buffer.alloc(1)
  for (let i = 0; i < count; i++) {
    socket.send(data, 9 + (i % 2), '127.0.0.1', (error) => told((error as NodeJS.ErrnoException | null)?.code, i))
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate)
}

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)

describeEachBackend('what a socket sends', (name) => {
  it.each([
    [1, 100],
    [2, 50],
    [64, 2],
    [128, 1],
  ])('leaves with join %i in %i messages of a hundred datagrams', async (join, messages) => {
    const { backend, calls } = countedSends(name)
    const receiver = open({ backend })
    const sender = open({ backend, join })
    const { port } = receiver.address()
    let heard = 0
    receiver.on('message', () => heard++)
    // What is asked of the kernel before the first is joined has gone by.
    await new Promise((resolve) => sender.send('first', port, '127.0.0.1', resolve))
    for (let i = 0; i < 2; i++) sender.send(Buffer.alloc(20), port, '127.0.0.1')
    await until(() => heard === 3)
    calls.made.length = 0
    for (let i = 0; i < 100; i++) sender.send(Buffer.alloc(20), port, '127.0.0.1')
    await until(() => heard === 103)
    expect(sum(calls.made)).toBe(messages)
  })

  it('waits where there is no room, however much it is, and leaves in its order', async () => {
    const { backend, calls } = countedSends(name)
    const sender = open({ backend, join: 1 })
    calls.error = 'EAGAIN'
    const told: number[] = []
    sendAll(sender, 20_000, (code, index) => told.push(code === undefined ? index : -1))
    await new Promise(setImmediate)
    expect([sender.getSendQueueCount(), sender.getSendQueueSize(), told.length]).toEqual([20_000, 20_000, 0])
    calls.error = null
    await until(() => told.length === 20_000)
    expect(told.every((index, i) => index === i)).toBe(true)
    expect([sender.getSendQueueCount(), sender.getSendQueueSize()]).toEqual([0, 0])
  })

  it('is cancelled by close where it waits, which its callbacks are told after the close event', async () => {
    const { backend, calls } = countedSends(name)
    const sender = open({ backend })
    calls.error = 'EAGAIN'
    const told: unknown[] = []
    sendAll(sender, 2, (code) => told.push(code))
    await new Promise(setImmediate)
    sender.close(() => told.push('close'))
    await until(() => told.length === 3)
    expect(told).toEqual(['close', 'ECANCELED', 'ECANCELED'])
  })

  it('costs a call for each that fails, and is not handed over again by all of the others', async () => {
    const { backend, calls } = countedSends(name)
    const sender = open({ backend })
    calls.error = 'ENETUNREACH'
    const told = new Map<unknown, number>()
    calls.made.length = 0
    sendAll(sender, 4000, (code) => told.set(code, (told.get(code) ?? 0) + 1))
    await until(() => told.get('ENETUNREACH') === 4000)
    expect(sum(calls.made)).toBeLessThan(5000)
  })

  it('reaches those that can be reached, one of which is beside each that cannot', async () => {
    const receiver = open({ backend: name })
    const sender = open({ backend: name })
    const codes: (string | undefined)[] = []
    const heard = new Set<string>()
    receiver.on('message', (data) => heard.add(data.toString()))
    for (let i = 0; i < 300; i++) {
      sender.send(
        Buffer.from(`${i}`),
        receiver.address().port,
        i % 3 === 1 ? '255.255.255.255' : '127.0.0.1',
        (error) => {
          codes[i] = (error as NodeJS.ErrnoException | null)?.code
        },
      )
    }
    await until(() => heard.size === 200)
    expect(codes).toEqual(Array.from({ length: 300 }, (_, i) => (i % 3 === 1 ? 'EACCES' : undefined)))
  })
})

describeEachBackend('a message', (backend) => {
  it.each([true, false])('is of memory of its own where that is asked for, with pool: %s', async (pool) => {
    const receiver = open({ backend, pool })
    const sender = open({ backend })
    const all: Buffer[] = []
    receiver.on('message', (data) => all.push(data))
    for (const text of ['one', 'two', 'x'.repeat(2000), '']) sender.send(text, receiver.address().port, '127.0.0.1')
    await until(() => all.length === 4)
    const isOwn = all.map((data) => data.buffer.byteLength === data.length && data.byteOffset === 0)
    expect(isOwn).toEqual(pool ? [false, false, false, expect.any(Boolean)] : [true, true, true, true])
  })

  it('can be transferred to another thread where it has memory of its own', async () => {
    const receiver = open({ backend, pool: false })
    const sender = open({ backend })
    const { port } = receiver.address()
    sender.send('mine', port, '127.0.0.1')
    sender.send('and another', port, '127.0.0.1')
    const [data] = (await once(receiver, 'message')) as [Buffer]
    const given = structuredClone(data, { transfer: [data.buffer as ArrayBuffer] })
    expect([Buffer.from(given).toString(), data.length]).toEqual(['mine', 0])
  })

  it('takes no other one along where it has not', async () => {
    const receiver = open({ backend })
    const sender = open({ backend })
    const all: Buffer[] = []
    receiver.on('message', (data) => {
      all.push(data)
      const { buffer } = data as unknown as { buffer: ArrayBuffer }
      // Node 20 makes a copy, later ones refuse.
      try {
        structuredClone(data, { transfer: [buffer] })
      } catch (error) {
        expect((error as Error).name).toBe('DataCloneError')
      }
    })
    for (const text of ['one', 'two', 'three']) sender.send(text, receiver.address().port, '127.0.0.1')
    await until(() => all.length === 3)
    expect(all.map(String)).toEqual(['one', 'two', 'three'])
  })
})
