import { once } from 'node:events'
import { type Backend, createSyscalls, UnsupportedError } from '@sendto/core'
import { expect, it } from 'vitest'
import { DatagramSocket, type TooBig, type Unreachable } from '../src/index.js'
import { describeEach } from './backends.js'
import { addressOfNobody, bytes, noIPv6, text, turns, until } from './support.js'

describeEach('ICMP errors', (backend) => {
  const open = (address = '127.0.0.1:0') => DatagramSocket.bind(address, { backend })
  const nobody = (address?: string) => addressOfNobody(open(address))

  for (const [title, own, host, isIPv4] of [
    ['IPv4', '127.0.0.1:0', '127.0.0.1:0', true],
    ['IPv6', '[::1]:0', '[::1]:0', false],
    ['IPv4 on a socket of IPv6', '[::]:0', '127.0.0.1:0', true],
  ] as const) {
    it(`are events with destination, offender and what was quoted (${title})`, async ({ skip }) => {
      if (own.startsWith('[')) skip(noIPv6 !== null, noIPv6 ?? '')
      using socket = DatagramSocket.bind(own, { backend, icmpErrors: true, ipv6Only: own === '[::1]:0' || undefined })
      const to = nobody(host)
      const event = once(socket, 'unreachable') as Promise<[Unreachable]>
      socket.trySend(bytes('to nobody'), to)
      const [{ code, type, icmpCode, destination, offender, data }] = await event
      expect({ code, type, icmpCode }).toEqual({
        code: 'ECONNREFUSED',
        type: isIPv4 ? 3 : 1,
        icmpCode: isIPv4 ? 3 : 4,
      })
      const address = own === '[::]:0' ? `::ffff:${to.address}` : to.address
      expect(destination).toMatchObject({ address, port: to.port })
      expect(offender).toMatchObject({ address, port: 0 })
      expect(text(data)).toBe('to nobody')
      expect(data.buffer.byteLength).toBe(data.length)
    })
  }

  it('can be asked for on a raw socket of IPv6, which has no options of IPv4', ({ skip }) => {
    const { platform } = backend
    const { AF_INET6, SOCK_RAW, IPPROTO_ICMPV6 } = platform.constants
    const sys = createSyscalls(backend)
    let fd = -1
    try {
      fd = sys.socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6)
    } catch (error) {
      skip(`no raw socket of IPv6 can be opened here: ${(error as Error).message}`)
    }
    using socket = DatagramSocket.adopt(fd, { backend, icmpErrors: true })
    expect(socket.getOption('IPV6_RECVERR')).toBe(true)
  })

  it('fail no call: neither a send to somebody else nor a receive', async () => {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend, icmpErrors: true })
    using healthy = open()
    const told: number[] = []
    socket.on('unreachable', ({ destination }) => told.push(destination.port ?? -1))
    const heard: string[] = []
    healthy.onBatch = (batch) => {
      for (let i = 0; i < batch.count; i++) heard.push(text(batch.data(i)))
    }
    const answers: string[] = []
    socket.onBatch = (batch) => {
      for (let i = 0; i < batch.count; i++) answers.push(text(batch.data(i)))
    }
    const ports: number[] = []
    const sent: string[] = []
    for (let i = 0; i < 50; i++) {
      const to = nobody()
      ports.push(to.port)
      expect(socket.trySend(bytes('lost'), to)).toBe(true)
      expect(socket.trySend(bytes(`${i}`), healthy.localAddress)).toBe(true)
      healthy.trySend(bytes(`${i}`), socket.localAddress)
      sent.push(`${i}`)
      if (i % 7 === 0) await turns(1)
    }
    await until(() => heard.length >= 50 && answers.length >= 50 && told.length >= 50)
    expect(heard).toEqual(sent)
    expect(answers).toEqual(sent)
    expect(told).toEqual(ports)
  })

  it('that came while nobody listened are not told to whoever closed the socket', async () => {
    const socket = DatagramSocket.bind('127.0.0.1:0', { backend, icmpErrors: true })
    const told: unknown[] = []
    socket.on('unreachable', (event) => {
      told.push(event)
      socket.close()
    })
    for (let i = 0; i < 5; i++) socket.trySend(bytes('lost'), nobody())
    await once(socket, 'close')
    await turns(3)
    expect(told).toHaveLength(1)
  })

  it('leave nothing that would keep the loop turning, with a record or without', async () => {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend, icmpErrors: true })
    let told = 0
    socket.on('unreachable', () => told++)
    for (let i = 0; i < 100; i++) socket.trySend(bytes('lost'), nobody())
    await until(() => told === 100)
    expect(socket.getOption('SO_ERROR')).toBeNull()
    expect(socket.syscalls.poll([{ fd: socket.fd, events: 0 }], 0)).toEqual([])
  })

  it('fail no call either where the kernel has no room to record them', async () => {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend, icmpErrors: true, options: { SO_RCVBUF: 1 } })
    using healthy = open()
    let told = 0
    socket.on('unreachable', () => told++)
    // Nobody receives, so that this fills the queue: the kernel drops what is beyond, and a record would be beyond as well.
    for (let i = 0; i < 20; i++) healthy.trySend(new Uint8Array(1000), socket.localAddress)
    for (let i = 0; i < 20; i++) {
      socket.trySend(bytes('lost'), nobody())
      if (i % 3 === 0) await turns(1)
      expect(socket.trySend(bytes(`${i}`), healthy.localAddress)).toBe(true)
      expect(text((await healthy.receive()).data)).toBe(`${i}`)
      socket.trySend(bytes('lost'), nobody())
      expect(socket.sendMany([{ data: bytes(`${i}`), to: healthy.localAddress }])).toEqual({ sent: 1, error: null })
      expect(text((await healthy.receive()).data)).toBe(`${i}`)
    }
    expect(told).toBe(0)
    // Neither is a receive failed by what is pending.
    socket.trySend(bytes('lost'), nobody())
    expect((await socket.receive()).data).toHaveLength(1000)
    socket.trySend(bytes('lost'), nobody())
    await turns(3)
    expect(socket.getOption('SO_ERROR')).toBeNull()
  })

  it('of this host itself fail the datagram that met them', async () => {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend, icmpErrors: true })
    const to = { address: '127.255.255.255', port: 9 }
    expect(() => socket.trySend(bytes('to all'), to)).toThrow('sendto EACCES')
    await expect(socket.send(bytes('to all'), to)).rejects.toMatchObject({ code: 'EACCES' })
    expect(socket.sendMany([{ data: bytes('to all'), to }])).toMatchObject({ sent: 0, error: { code: 'EACCES' } })
  })

  it('are bounded in number for each turn of the loop', async () => {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend, icmpErrors: true })
    let told = 0
    let mostInOneTurn = 0
    let inThisTurn = 0
    socket.on('unreachable', () => {
      told++
      if (inThisTurn++ === 0) process.nextTick(() => (inThisTurn = 0))
      mostInOneTurn = Math.max(mostInOneTurn, inThisTurn)
    })
    // Sent by hand, so that nobody but the loop reads the queue.
    const to = nobody()
    const { syscalls, fd } = socket
    for (let i = 0; i < 150; ) {
      try {
        syscalls.sendto(fd, bytes('lost'), 0, to)
        i++
      } catch (error) {
        expect(error).toMatchObject({ code: 'ECONNREFUSED' })
      }
    }
    await until(() => told === 150)
    expect(mostInOneTurn).toBeLessThanOrEqual(64)
  })

  it('go on with the next one where a listener throws', async () => {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend, icmpErrors: true })
    const thrown: unknown[] = []
    const listeners = process.rawListeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', (error) => thrown.push(error.message))
    try {
      let told = 0
      socket.on('unreachable', () => {
        throw new Error(`listener ${++told}`)
      })
      for (let i = 0; i < 3; i++) socket.trySend(bytes('lost'), nobody())
      await until(() => thrown.length === 3)
      expect(thrown).toEqual(['listener 1', 'listener 2', 'listener 3'])
    } finally {
      process.removeAllListeners('uncaughtException')
      for (const listener of listeners) process.on('uncaughtException', listener as never)
    }
  })

  it('of this host itself are told as well: a datagram that is too big for it', async () => {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend, icmpErrors: true, pathMtuDiscovery: 'DO' })
    socket.setOption('IP_MTU_DISCOVER', 'DO')
    const event = once(socket, 'tooBig') as Promise<[TooBig]>
    const to = { address: '127.0.0.1', port: 9 }
    expect(() => socket.trySend(new Uint8Array(65_508), to)).toThrow('EMSGSIZE')
    const [{ mtu, destination, offender, data }] = await event
    expect(mtu).toBe(65_535)
    expect(destination).toMatchObject({ address: to.address })
    expect(offender).toBeNull()
    expect(data).toHaveLength(0)
  })

  it('are told on a connected socket too, by an event and not by the next call', async () => {
    using socket = DatagramSocket.connect(nobody(), { backend, icmpErrors: true })
    const event = once(socket, 'unreachable')
    const datagram = socket.receive()
    socket.trySend(bytes('lost'))
    await event
    expect(socket.trySend(bytes('lost'))).toBe(true)
    socket.close()
    await expect(datagram).rejects.toMatchObject({ code: 'ECANCELED' })
  })

  it('are told in their order, although who hears of them sends', async () => {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend, icmpErrors: true })
    const sent: number[] = []
    const told: (number | undefined)[] = []
    const send = () => {
      const to = nobody()
      sent.push(to.port)
      socket.trySend(bytes('lost'), to)
    }
    socket.on('unreachable', ({ destination }) => {
      told.push(destination.port)
      if (sent.length < 30) send()
      if (sent.length < 30) send()
    })
    send()
    send()
    await until(() => told.length === 30)
    expect(told).toEqual(sent)
  })

  it('need a backend that reads error queues', () => {
    const modest: Backend = Object.create(backend, {
      capabilities: { value: { ...backend.capabilities, errorQueue: false } },
    })
    expect(() => DatagramSocket.bind('127.0.0.1:0', { backend: modest, icmpErrors: true })).toThrow(UnsupportedError)
  })

  it('are refused for a socket that has none', () => {
    expect(() => DatagramSocket.bind('unix:@', { backend, icmpErrors: true })).toThrow('ENOTSUP')
    expect(() => DatagramSocket.bind('127.0.0.1:0', { backend, icmpErrors: 1 as never })).toThrow('options.icmpErrors')
  })
})

describeEach('a connected socket whose peer is gone', (backend) => {
  const nobody = () => addressOfNobody(DatagramSocket.bind('127.0.0.1:0', { backend }))

  it('rejects one receive with ECONNREFUSED, and goes on', async () => {
    using socket = DatagramSocket.connect(nobody(), { backend })
    socket.trySend(bytes('lost'))
    await expect(socket.receive()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    using peer = DatagramSocket.bind(`${socket.remoteAddress}`, { backend })
    const datagram = socket.receive()
    peer.trySend(bytes('here'), socket.localAddress)
    expect(text((await datagram).data)).toBe('here')
  })

  it('throws it from an iterator, which ends', async () => {
    using socket = DatagramSocket.connect(nobody(), { backend })
    socket.trySend(bytes('lost'))
    const iterator = socket[Symbol.asyncIterator]()
    await expect(iterator.next()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(await iterator.next()).toMatchObject({ done: true })
  })

  it('throws it from an iterator that was busy when it came', async () => {
    using socket = DatagramSocket.connect(nobody(), { backend })
    const iterator = socket[Symbol.asyncIterator]()
    socket.trySend(bytes('lost'))
    await turns(5)
    await expect(iterator.next()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('tells it by one event error beside onBatch, and goes on', async () => {
    using socket = DatagramSocket.connect(nobody(), { backend })
    const errors: unknown[] = []
    const heard: string[] = []
    socket.on('error', ({ code }) => errors.push(code))
    socket.onBatch = (batch) => {
      for (let i = 0; i < batch.count; i++) heard.push(text(batch.data(i)))
    }
    socket.trySend(bytes('lost'))
    await until(() => errors.length > 0)
    using peer = DatagramSocket.bind(`${socket.remoteAddress}`, { backend })
    peer.trySend(bytes('here'), socket.localAddress)
    await until(() => heard.length > 0)
    expect(errors).toEqual(['ECONNREFUSED'])
    expect(heard).toEqual(['here'])
  })

  it('does not turn the loop for ever over a record that nobody reads', async () => {
    using peer = DatagramSocket.bind('127.0.0.1:0', { backend })
    using socket = DatagramSocket.connect(`${peer.localAddress}`, { backend, options: { IP_RECVERR: true } })
    const heard: string[] = []
    const errors: unknown[] = []
    socket.on('error', ({ code }) => errors.push(code))
    socket.onBatch = (batch) => {
      for (let i = 0; i < batch.count; i++) heard.push(text(batch.data(i)))
    }
    const { localAddress } = peer
    peer.close()
    socket.trySend(bytes('lost'))
    await until(() => errors.length > 0)
    await turns(5)
    const before = socket.statistics.slice()
    await turns(50)
    expect(socket.statistics).toEqual(before)
    using again = DatagramSocket.bind(`${localAddress}`, { backend })
    for (let i = 0; i < 3; i++) {
      again.trySend(bytes(`${i}`), socket.localAddress)
      await until(() => heard.length > i)
    }
    expect(heard).toEqual(['0', '1', '2'])
    expect(errors).toEqual(['ECONNREFUSED'])
  })
})
