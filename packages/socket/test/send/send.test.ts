import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { DatagramSocket, Statistic } from '../../src/index.js'
import { describeEach } from '../backends.js'
import { addressOfNobody, bytes, inetAddress, turns } from '../support.js'
import { failure, isEmpty, roomy, texts, watched } from './support.js'

describeEach('a socket that sends', (host) => {
  const open = (options = {}) => DatagramSocket.bind('127.0.0.1:0', { backend: host, ...options })

  it('sends at the end of the tick what was handed in during it, in order and by one call', async () => {
    const { backend, calls } = watched(host)
    using sender = open({ backend, join: 1 })
    using receiver = roomy('127.0.0.1:0', { backend: host })
    const to = inetAddress(receiver)
    const all = Array.from({ length: 10 }, (_, i) => sender.send(bytes(String(i)), to))
    expect(sender.queuedDatagrams).toBe(10)
    expect(sender.queuedBytes).toBe(10)
    expect(isEmpty(receiver)).toBe(true)
    await Promise.all(all)
    expect(sender.queuedDatagrams + sender.queuedBytes).toBe(0)
    expect(calls.batches).toEqual([10])
    expect(await texts(receiver, 10)).toEqual(Array.from({ length: 10 }, (_, i) => String(i)))
    expect(sender.statistics[Statistic.datagramsSent]).toBe(10)
    expect(sender.statistics[Statistic.bytesSent]).toBe(10)
    expect(sender.statistics[Statistic.sends]).toBe(1)
  })

  it('has copied what it queues', async () => {
    using sender = open()
    using receiver = open()
    const data = bytes('before')
    const sent = sender.send(data, inetAddress(receiver))
    data.fill(0)
    structuredClone(data.buffer, { transfer: [data.buffer as ArrayBuffer] })
    await sent
    expect(await texts(receiver, 1)).toEqual(['before'])
  })

  it('sends to its peer, empty datagrams and long ones too', async () => {
    using receiver = roomy('127.0.0.1:0', { backend: host })
    using sender = DatagramSocket.connect(inetAddress(receiver), { backend: host })
    const long = 'x'.repeat(65_507)
    await Promise.all(['', 'a', '', long, 'b', 'c', ''].map((data) => sender.send(bytes(data))))
    expect(sender.trySend(bytes(''))).toBe(true)
    expect(sender.sendMany(['', long, 'd'].map((data) => ({ data: bytes(data) })))).toEqual({ sent: 3, error: null })
    expect(await texts(receiver, 11)).toEqual(['', 'a', '', long, 'b', 'c', '', '', '', long, 'd'])
  })

  it('tells each datagram its own error, and sends the others', async () => {
    using sender = open()
    using receiver = open()
    const to = inetAddress(receiver)
    const outcomes = await Promise.allSettled([
      sender.send(bytes('a'), to),
      sender.send(new Uint8Array(65_508), to),
      sender.send(bytes('b'), to),
      sender.send(bytes('nowhere'), { address: '255.255.255.255', port: 9 }),
      sender.send(bytes('c'), to),
    ])
    const seen = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? null : outcome.reason.code))
    expect(seen).toEqual([null, 'EMSGSIZE', null, 'EACCES', null])
    expect(await texts(receiver, 3)).toEqual(['a', 'b', 'c'])
  })

  it('says of many how many have left and what the next one met', async () => {
    using sender = open()
    using receiver = open()
    const to = inetAddress(receiver)
    const datagrams = [bytes('a'), bytes('b'), new Uint8Array(65_508), bytes('c')].map((data) => ({ data, to }))
    const { sent, error } = sender.sendMany(datagrams)
    expect(sent).toBe(2)
    expect(error).toMatchObject({ code: 'EMSGSIZE', address: '127.0.0.1', port: to.port })
    expect(sender.sendMany(datagrams.slice(3))).toEqual({ sent: 1, error: null })
    expect(sender.sendMany([])).toEqual({ sent: 0, error: null })
    expect(await texts(receiver, 3)).toEqual(['a', 'b', 'c'])
  })

  it('lets the loop have its turn while a program awaits each of its sends', async () => {
    using sender = open()
    let hasTurned = false
    setImmediate(() => {
      hasTurned = true
    })
    let sent = 0
    while (!hasTurned && sent < 10_000) {
      await sender.send(bytes('x'), inetAddress(sender))
      sent++
    }
    expect(hasTurned).toBe(true)
  })

  it.each([
    ['has no batches', {}],
    ['refuses them', { sendmmsg: () => failure(host, 'ENOSYS') }],
  ])('sends message by message where the system %s', async (_, calls) => {
    const capabilities = { ...host.capabilities, batches: 'sendmmsg' in calls }
    using sender = open({ backend: { ...host, ...calls, capabilities } })
    using receiver = roomy('127.0.0.1:0', { backend: host })
    const to = inetAddress(receiver)
    const all = ['aa', 'bb', 'c', 'ddd', '', 'ee']
    expect(sender.sendMany(all.map((data) => ({ data: bytes(data), to })))).toEqual({ sent: 6, error: null })
    await Promise.all(all.map((data) => sender.send(bytes(data), to)))
    expect(await texts(receiver, 12)).toEqual([...all, ...all])
  })

  it('goes on after each send, and where there is room again, in the context of who asked', async () => {
    using receiver = open()
    const to = inetAddress(receiver)
    using sender = open({ sendQueue: { datagrams: 2 } })
    const context = new AsyncLocalStorage<string>()
    const seen: (string | undefined)[] = []
    const drained = new Promise<void>((resolve) => {
      context.run('drain', () =>
        sender.once('drain', () => {
          seen.push(context.getStore())
          resolve()
        }),
      )
    })
    const sent = ['a', 'b', 'refused'].map((name) =>
      context.run(name, async () => {
        await sender.send(bytes(name), to).catch(() => {})
        seen.push(context.getStore())
      }),
    )
    await Promise.all([...sent, drained])
    expect(seen.sort()).toEqual(['a', 'b', 'drain', 'refused'])
  })

  it('may be closed and sent from where it is told that there is room', async () => {
    using receiver = open()
    const to = inetAddress(receiver)
    const sender = open({ sendQueue: { datagrams: 1 } })
    const closed = once(sender, 'close')
    sender.once('drain', () => {
      expect(sender.trySend(bytes('b'), to)).toBe(true)
      sender.close()
    })
    const [first, second] = await Promise.allSettled([sender.send(bytes('a'), to), sender.send(bytes('no'), to)])
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected'])
    await closed
    expect(await texts(receiver, 2)).toEqual(['a', 'b'])
  })

  it('refuses what the queue has no room for, keeps what it has accepted, and tells when there is room', async () => {
    using sender = open({ sendQueue: { datagrams: 2 } })
    using receiver = open()
    const to = inetAddress(receiver)
    const drain = once(sender, 'drain')
    const accepted = [sender.send(bytes('a'), to), sender.send(bytes('b'), to)]
    await expect(sender.send(bytes('c'), to)).rejects.toMatchObject({
      code: 'ENOBUFS',
      syscall: 'send',
      message: expect.stringContaining('the queue of this socket is full'),
    })
    await Promise.all(accepted)
    await drain
    await sender.send(bytes('d'), to)
    expect(await texts(receiver, 3)).toEqual(['a', 'b', 'd'])
  })

  it('bounds its queue by bytes, but takes any one datagram', async () => {
    using sender = open({ sendQueue: { bytes: 4 } })
    using receiver = open()
    const to = inetAddress(receiver)
    const [one, two] = [sender.send(bytes('123456'), to), sender.send(bytes(''), to)]
    await expect(two).rejects.toMatchObject({ code: 'ENOBUFS' })
    await one
    await Promise.all([sender.send(bytes('12'), to), sender.send(bytes('34'), to)])
    expect(await texts(receiver, 3)).toEqual(['123456', '12', '34'])
  })

  it('waits for room, sends on in order when there is some, and says so', async () => {
    const { backend, calls } = watched(host)
    using sender = open({ backend, join: 1 })
    using receiver = open()
    const to = inetAddress(receiver)
    let full = true
    calls.answer = () => (full ? failure(host, 'EAGAIN') : undefined)
    const drain = once(sender, 'drain')
    expect(sender.trySend(bytes('no'), to)).toBe(false)
    const all = ['a', 'b', 'c'].map((data) => sender.send(bytes(data), to))
    expect(sender.trySend(bytes('no'), to)).toBe(false)
    expect(sender.sendMany([{ data: bytes('no'), to }])).toEqual({ sent: 0, error: null })
    expect(sender.sendSegments(bytes('no'), 1, to)).toEqual({ sent: 0, error: null })
    await turns(3)
    expect(sender.queuedDatagrams).toBe(3)
    full = false
    await drain
    await Promise.all(all)
    expect(sender.trySend(bytes('d'), to)).toBe(true)
    expect(await texts(receiver, 4)).toEqual(['a', 'b', 'c', 'd'])
    expect(isEmpty(receiver)).toBe(true)
    expect(sender.statistics[Statistic.wouldBlock]).toBeGreaterThan(0)
  })

  it('shows an ENOBUFS of the kernel as it is', async () => {
    const { backend, calls } = watched(host)
    using sender = open({ backend })
    const to = { address: '127.0.0.1', port: 9 }
    calls.answer = () => failure(host, 'ENOBUFS')
    expect(() => sender.trySend(bytes('x'), to)).toThrow(
      expect.objectContaining({ code: 'ENOBUFS', syscall: 'sendto' }),
    )
    await expect(sender.send(bytes('x'), to)).rejects.toMatchObject({ code: 'ENOBUFS', syscall: 'sendto' })
    expect(sender.sendMany([{ data: bytes('x'), to }]).error).toMatchObject({ code: 'ENOBUFS' })
    expect(calls.made.sendto).toBe(3)
  })

  it('is told once that nobody is at the peer it is connected to', async () => {
    const nobody = addressOfNobody(open())
    using sender = DatagramSocket.connect(nobody, { backend: host })
    await sender.send(bytes('a'))
    const outcomes = await Promise.allSettled([sender.send(bytes('b')), sender.send(bytes('c'))])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    const { sent, error } = sender.sendMany([{ data: bytes('d') }, { data: bytes('e') }])
    expect([sent, error?.code]).toEqual([0, 'ECONNREFUSED'])
  })

  it.each([false, true])('loses nothing to the error of another peer, with joining: %s', async (joins) => {
    const nobody = addressOfNobody(open())
    using sender = open({ icmpErrors: true, join: joins ? 64 : 1 })
    using receiver = roomy('127.0.0.1:0', { backend: host })
    const to = inetAddress(receiver)
    let told = 0
    sender.on('unreachable', () => told++)
    for (let i = 0; i < 50; i++) {
      sender.trySend(bytes('x'), nobody)
      expect(sender.trySend(bytes(`try ${i}`), to)).toBe(true)
    }
    const pair = (data: string) => [nobody, to].map((to) => ({ data: bytes(data), to }))
    const datagrams = Array.from({ length: 50 }, (_, i) => pair(`many ${i}`)).flat()
    expect(sender.sendMany(datagrams)).toEqual({ sent: 100, error: null })
    const sends = Array.from({ length: 50 }, (_, i) => pair(`send ${i}`)).flat()
    await Promise.all(sends.map(({ data, to }) => sender.send(data, to)))
    const expected = ['try', 'many', 'send'].flatMap((how) => Array.from({ length: 50 }, (_, i) => `${how} ${i}`))
    expect(await texts(receiver, 150)).toEqual(expected)
    expect(told).toBeGreaterThan(0)
  })

  it('rejects what is queued when it is closed, and lets it leave where it is disposed of', async () => {
    using receiver = open()
    const to = inetAddress(receiver)
    const sender = open()
    const [sent, drained] = [sender.send(bytes('lost'), to), sender.drained()]
    sender.close()
    await expect(sent).rejects.toMatchObject({ code: 'ECANCELED', syscall: 'send' })
    await expect(drained).rejects.toMatchObject({ code: 'ECANCELED' })
    let kept: Promise<void>
    {
      await using sender = open()
      kept = sender.send(bytes('kept'), to)
    }
    await kept
    expect(await texts(receiver, 1)).toEqual(['kept'])
  })

  it('answers EBADF once it is closed, without a call', async () => {
    const { backend, calls } = watched(host)
    const sender = open({ backend })
    sender.close()
    const to = { address: '127.0.0.1', port: 9 }
    const refusal = expect.objectContaining({ code: 'EBADF' })
    expect(() => sender.trySend(bytes('x'), to)).toThrow(refusal)
    expect(() => sender.sendMany([])).toThrow(refusal)
    expect(() => sender.sendSegments(bytes('x'), 1, to)).toThrow(refusal)
    await expect(sender.send(bytes('x'), to)).rejects.toEqual(refusal)
    await expect(sender.drained()).rejects.toEqual(refusal)
    expect(calls.made).toEqual({ sendto: 0, sendmsg: 0, sendmmsg: 0 })
  })
})
