import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  type AddressInit,
  type Backend,
  Inet4Address,
  Inet6Address,
  type InetAddress,
} from '@sendto/core'
import { describe, expect, it, type TestContext } from 'vitest'
import { type Batch, type BindOptions, type Datagram, DatagramSocket, Statistic } from '../src/index.js'
import { describeEach } from './backends.js'

const everything = { to: true, trafficClass: true, ecn: true, hopLimit: true, timestamp: true, dropped: true }
const marked = { trafficClass: 0xbb, ecn: 3, hopLimit: 77 }

/** From where to where a datagram goes, and how that looks to the receiver. */
const ways = {
  IPv4: { bind: '127.0.0.1', from: '127.0.0.1', to: '127.0.0.1', seen: '127.0.0.1' },
  'another address of IPv4': { bind: '0.0.0.0', from: '127.0.0.1', to: '127.1.2.3', seen: '127.1.2.3' },
  IPv6: { bind: '::1', from: '::1', to: '::1', seen: '::1' },
  'IPv6 on a dual-stack socket': { bind: '::', from: '::1', to: '::1', seen: '::1' },
  'IPv4 on a dual-stack socket': { bind: '::', from: '127.0.0.1', to: '127.1.2.3', seen: '::ffff:127.1.2.3' },
} as const

function open(backend: Backend, address: string, context: TestContext, options: BindOptions = {}): DatagramSocket {
  const ipv6Only = address === '::' ? { ipv6Only: false } : {}
  try {
    return DatagramSocket.bind({ address, port: 0 }, { backend, ...ipv6Only, ...options })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL') context.skip(`this machine has no address ${address}`)
    throw error
  }
}

/** What is refused to this user is no fault. */
function allowed<T>(context: TestContext, opening: () => T): T {
  try {
    return opening()
  } catch (error) {
    if ((error as { code?: string }).code !== 'EACCES') throw error
    return context.skip('this user may not open ICMP sockets (net.ipv4.ping_group_range)')
  }
}

/** A socket whose datagrams carry what `marked` says. */
function openMarked(backend: Backend, address: string, context: TestContext): DatagramSocket {
  const options = address.includes(':')
    ? { IPV6_TCLASS: marked.trafficClass, IPV6_UNICAST_HOPS: marked.hopLimit }
    : { IP_TOS: marked.trafficClass, IP_TTL: marked.hopLimit }
  return open(backend, address, context, { options })
}

const portOf = (socket: DatagramSocket) => (socket.localAddress as InetAddress).port

/** The batches that come until so many datagrams have been seen. */
function batches(socket: DatagramSocket, datagrams: number, look: (batch: Batch) => void): Promise<void> {
  let seen = 0
  return new Promise((resolve, reject) => {
    socket.onBatch = (batch) => {
      try {
        look(batch)
      } catch (error) {
        reject(error)
      }
      seen += batch.count
      if (seen >= datagrams) resolve()
    }
  })
}

/** What a batch's columns tell of one datagram. */
const entry = (batch: Batch, index: number) => ({
  to: batch.to(index),
  interface: batch.interfaces[index],
  trafficClass: batch.trafficClasses[index],
  ecn: batch.ecns[index],
  hopLimit: batch.hopLimits[index],
})

const info = ({ to, interface: index, trafficClass, ecn, hopLimit }: Datagram) => ({
  to,
  interface: index,
  trafficClass,
  ecn,
  hopLimit,
})

describeEach('what a socket tells beside the data', (backend) => {
  describe.each(Object.entries(ways))('of a datagram by %s', (_, way) => {
    const send = (sender: DatagramSocket, receiver: DatagramSocket, text: string) =>
      sender.trySend(Buffer.from(text), { address: way.to, port: portOf(receiver) })
    const told = (receiver: DatagramSocket) => {
      const port = portOf(receiver)
      const to = way.seen.includes(':') ? new Inet6Address(way.seen, port) : new Inet4Address(way.seen, port)
      return { to, interface: receiver.syscalls.if_nametoindex('lo'), ...marked }
    }

    it('comes with a single datagram', async (context) => {
      using receiver = open(backend, way.bind, context, { info: everything })
      using sender = openMarked(backend, way.from, context)
      const datagram = receiver.receive()
      send(sender, receiver, 'one')
      expect(info(await datagram)).toEqual(told(receiver))
    })

    it('stands in the columns of a batch', async (context) => {
      using receiver = open(backend, way.bind, context, { info: everything })
      using sender = openMarked(backend, way.from, context)
      const seen = batches(receiver, 2, (batch) => {
        for (let i = 0; i < batch.count; i++) {
          expect(entry(batch, i)).toEqual(told(receiver))
          expect(batch.to(i)).toBe(batch.to(0))
          expect(info(batch.datagram(i))).toEqual(told(receiver))
        }
      })
      send(sender, receiver, 'one')
      send(sender, receiver, 'two')
      await seen
    })

    it('stays with datagrams that waited before somebody took them as a batch', async (context) => {
      using receiver = open(backend, way.bind, context, { info: everything })
      using sender = openMarked(backend, way.from, context)
      for (const text of ['one', 'two', 'three']) send(sender, receiver, text)
      const { timestamp } = await receiver.receive()
      await batches(receiver, 2, (batch) => {
        expect(batch.count).toBe(2)
        for (const i of [0, 1]) {
          expect(entry(batch, i)).toEqual(told(receiver))
          expect(batch.timestamps[i]).toBeGreaterThanOrEqual(timestamp as bigint)
          expect(batch.dropped[i]).toBe(0)
        }
      })
    })

    it('is the time at which the kernel had it: near now, and never before the one before', async (context) => {
      using receiver = open(backend, way.bind, context, { info: { timestamp: true } })
      using sender = open(backend, way.from, context)
      const begin = BigInt(Date.now()) * 1_000_000n
      const times: bigint[] = []
      const seen = batches(receiver, 20, ({ timestamps, count }) => times.push(...timestamps.subarray(0, count)))
      for (let i = 0; i < 20; i++) send(sender, receiver, 'x')
      await seen
      const all = [begin, ...times, BigInt(Date.now() + 1) * 1_000_000n]
      expect(all).toEqual(all.toSorted((a, b) => Number(a - b)))
    })

    it('lets an answer come from the address that was asked', async (context) => {
      using server = open(backend, way.bind, context, { info: { to: true } })
      server.onBatch = (batch) => {
        for (let i = 0; i < batch.count; i++)
          server.trySend(batch.data(i), batch.from(i), { from: batch.to(i) as Address })
      }
      // A connected socket hears of its peer alone.
      using client = DatagramSocket.connect({ address: way.to, port: portOf(server) }, { backend })
      const answer = client.receive()
      client.trySend(Buffer.from('question'))
      expect(await answer).toMatchObject({ from: client.remoteAddress, data: new Uint8Array(Buffer.from('question')) })
    })

    it('is shared by the datagrams that the kernel had joined', async (context) => {
      using receiver = open(backend, way.bind, context, { info: everything })
      using sender = openMarked(backend, way.from, context)
      if (!backend.capabilities.receiveOffload) context.skip('the backend joins nothing')
      const to = { address: way.to, port: portOf(receiver) }
      const sizes: number[] = []
      const seen = batches(receiver, 11, (batch) => {
        const times = batch.timestamps
        for (let i = 0; i < batch.count; i++) {
          expect(entry(batch, i)).toEqual(told(receiver))
          expect(batch.dropped[i]).toBe(0)
          const { timestamp, dropped } = batch.datagram(i)
          expect({ timestamp, dropped }).toEqual({ timestamp: times[i], dropped: 0 })
          sizes.push(batch.sizes[i] as number)
        }
      })
      sendSegments(sender, new Uint8Array(950), 100, to)
      send(sender, receiver, 'x')
      await seen
      expect(sizes).toEqual([...new Array(9).fill(100), 50, 1])
    })
  })

  it('is nothing that was not asked for', async (context) => {
    using receiver = open(backend, '127.0.0.1', context)
    using sender = openMarked(backend, '127.0.0.1', context)
    const seen = batches(receiver, 1, (batch) => {
      const { trafficClasses, ecns, hopLimits, interfaces, timestamps, dropped } = batch
      for (const column of [trafficClasses, ecns, hopLimits, interfaces, timestamps, dropped]) {
        expect(column).toHaveLength(0)
      }
      expect(batch.to(0)).toBeNull()
      expect(Object.keys(batch.datagram(0))).toEqual(['data', 'from', 'segmentSize', 'truncated'])
    })
    sender.trySend(new Uint8Array(1), receiver.localAddress)
    await seen
  })

  it.each([
    ['to', ['to', 'interface']],
    ['trafficClass', ['trafficClass']],
    ['ecn', ['ecn']],
    ['hopLimit', ['hopLimit']],
    ['timestamp', ['timestamp']],
    ['dropped', ['dropped']],
  ])('is %s alone if that alone was asked for, also beside sockets that ask for more', async (name, members) => {
    using receiver = DatagramSocket.bind('127.0.0.1:0', { backend, info: { [name]: true } })
    using other = DatagramSocket.bind('127.0.0.1:0', { backend, info: everything })
    for (const socket of [other, receiver]) {
      const datagram = socket.receive()
      other.trySend(new Uint8Array(1), socket.localAddress)
      const { data, from, segmentSize, truncated, ...rest } = await datagram
      expect(Object.keys(rest)).toEqual(
        socket === receiver ? members : ['to', 'interface', 'trafficClass', 'ecn', 'hopLimit', 'timestamp', 'dropped'],
      )
    }
  })

  it('is how many were dropped, with the first that comes after them', async () => {
    using receiver = DatagramSocket.bind('127.0.0.1:0', {
      backend,
      options: { SO_RCVBUF: 0 },
      info: { dropped: true },
    })
    using sender = DatagramSocket.bind('127.0.0.1:0', { backend })
    const sent = 500
    for (let i = 0; i < sent; i++) sender.trySend(Buffer.from('early'), receiver.localAddress)
    let received = 0
    for await (const { data, dropped } of receiver) {
      if (String(Buffer.from(data)) === 'late') {
        expect(dropped).toBe(sent - received)
        break
      }
      received++
      expect(dropped).toBe(0)
      // There is room again once the first is out of the queue.
      if (received === 1) {
        const { drops } = receiver.getOption('SO_MEMINFO')
        expect(drops).toBeGreaterThan(0)
        await drained(receiver)
        sender.trySend(Buffer.from('late'), receiver.localAddress)
      }
    }
    expect(received).toBeGreaterThan(0)
    expect(receiver.statistics[Statistic.dropped]).toBe(sent - received)
  })

  it('is the multicast group that a datagram was sent to', async (context) => {
    using receiver = open(backend, '0.0.0.0', context, { info: { to: true } })
    using sender = open(backend, '127.0.0.1', context, { options: { IP_MULTICAST_IF: 'lo' } })
    receiver.setOption('IP_ADD_MEMBERSHIP', { group: '224.0.0.251', interface: 'lo' })
    const to = new Inet4Address('224.0.0.251', portOf(receiver))
    const datagram = receiver.receive()
    sender.trySend(new Uint8Array(1), to)
    expect(await datagram).toMatchObject({ to, interface: receiver.syscalls.if_nametoindex('lo') })
  })

  it('comes with the answers to echo requests, too', async (context) => {
    const options = { backend, protocol: 'icmp', info: { to: true, hopLimit: true, timestamp: true } } as const
    using socket = allowed(context, () => DatagramSocket.bind({ address: '127.0.0.1', port: 0 }, options))
    const request = Uint8Array.of(8, 0, 0, 0, 0, 0, 0, 1)
    const answer = socket.receive()
    socket.trySend(request, { address: '127.0.0.1', port: 0 })
    const { to, hopLimit, timestamp } = await answer
    expect({ to, hopLimit }).toEqual({ to: socket.localAddress, hopLimit: 64 })
    expect(timestamp).toBeGreaterThan(0n)
  })

  it.for(['127.0.0.1', '::1'])('does not hide the ICMP errors of datagrams to %s', async (address, context) => {
    using socket = open(backend, address.includes(':') ? '::' : '0.0.0.0', context, {
      info: everything,
      icmpErrors: true,
    })
    using gone = open(backend, address, context)
    const to = gone.localAddress
    gone.close()
    const unreachable = once(socket, 'unreachable')
    socket.trySend(Buffer.from('anybody there?'), to)
    expect(await unreachable).toMatchObject([{ code: 'ECONNREFUSED', destination: to }])
  })

  it('is left to IPv6 where the socket speaks nothing else', (context) => {
    using only = open(backend, '::1', context, { ipv6Only: true, info: everything })
    using dual = open(backend, '::', context, { info: everything })
    const set = (socket: DatagramSocket) => [socket.getOption('IP_RECVTOS'), socket.getOption('IP_RECVTTL')]
    expect({ only: set(only), dual: set(dual) }).toEqual({ only: [false, false], dual: [true, true] })
  })

  it('is asked for on a descriptor that is adopted, too', async () => {
    using giver = DatagramSocket.bind('127.0.0.1:0', { backend })
    const { syscalls: sys, localAddress } = giver
    const fd = sys.socket(backend.platform.constants.AF_INET, backend.platform.constants.SOCK_DGRAM, 0)
    sys.bind(fd, { address: '127.0.0.1', port: 0 })
    using adopted = DatagramSocket.adopt(fd, { backend, info: { to: true } })
    const datagram = adopted.receive()
    giver.trySend(new Uint8Array(1), adopted.localAddress)
    expect(await datagram).toMatchObject({ to: adopted.localAddress, from: localAddress })
  })

  it('is refused where it is no choice, and nothing is opened', () => {
    const opened = (info: unknown, address = '127.0.0.1:0') => {
      const socket = DatagramSocket.bind(address, { backend, info: info as object })
      socket.close()
    }
    const code = (code: string) => expect.objectContaining({ code })
    for (const wrong of [null, true, 'to', 1]) expect(() => opened(wrong)).toThrow(code('ERR_INVALID_ARG_TYPE'))
    for (const name of Object.keys(everything)) {
      expect(() => opened({ [name]: 1 })).toThrow(code('ERR_INVALID_ARG_TYPE'))
      expect(() => opened({ [name]: 1 })).toThrow(`options.info.${name}`)
    }
    expect(() => opened({ ttl: true })).toThrow(code('ERR_INVALID_ARG_VALUE'))
    expect(() => opened({ toString: true })).toThrow(code('ERR_INVALID_ARG_VALUE'))
  })
})

describeEach('what a Unix socket tells beside the data', (backend) => {
  const path = () => join(tmpdir(), `sendto-${randomUUID()}`)
  const open = (options: BindOptions = {}) => DatagramSocket.bind({ path: path() }, { backend, ...options })

  it('is the time, and that nothing was lost, also of datagrams larger than those of UDP', async () => {
    using receiver = open({ info: { timestamp: true, dropped: true } })
    using sender = open()
    const begin = BigInt(Date.now()) * 1_000_000n
    const large = new Uint8Array(150_000).map((_, index) => index)
    sender.trySend(large, receiver.localAddress)
    sender.trySend(new Uint8Array(3), receiver.localAddress)
    const first = await receiver.receive()
    const second = await receiver.receive()
    expect(first).toMatchObject({ truncated: false, dropped: 0, from: sender.localAddress })
    expect(Buffer.compare(first.data, large)).toBe(0)
    expect(second).toMatchObject({ truncated: false, dropped: 0, data: new Uint8Array(3) })
    const times = [begin, first.timestamp as bigint, second.timestamp as bigint, BigInt(Date.now() + 1) * 1_000_000n]
    expect(times).toEqual(times.toSorted((a, b) => Number(a - b)))
  })

  it('is that a datagram was longer than the socket takes', async (context) => {
    using receiver = open({ info: { timestamp: true } })
    using sender = open()
    try {
      sender.setOption('SO_SNDBUFFORCE', 2 ** 21)
    } catch {
      context.skip('this process may not have send buffers that are large enough')
    }
    const seen = batches(receiver, 1, (batch) => {
      expect(batch.truncated(0)).toBe(true)
      expect(batch.data(0)).toHaveLength(batch.sizes[0] as number)
      expect(batch.sizes[0]).toBeLessThan(2 ** 20)
      expect(batch.datagram(0)).toMatchObject({ truncated: true, from: sender.localAddress })
    })
    sender.trySend(new Uint8Array(2 ** 20), receiver.localAddress)
    await seen
  })

  it.each(['to', 'trafficClass', 'ecn', 'hopLimit'])('is not %s, which is refused', (name) => {
    const attempt = () => open({ info: { [name]: true } })
    expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }))
    expect(attempt).toThrow(`options.info.${name}`)
  })
})

/** One call that leaves as datagrams of a size. */
function sendSegments(socket: DatagramSocket, data: Uint8Array, segmentSize: number, to: AddressInit): void {
  socket.syscalls.sendmsg(socket.fd, { data: [data], to, control: [{ kind: 'segmentSize', segmentSize }] })
}

/** Nothing waits in the kernel. */
async function drained(socket: DatagramSocket): Promise<void> {
  const { syscalls: sys, fd } = socket
  const { SIOCINQ = 0 } = sys.backend.platform.constants
  while (sys.queued(fd, SIOCINQ) > 0) await new Promise((resolve) => setImmediate(resolve))
}
