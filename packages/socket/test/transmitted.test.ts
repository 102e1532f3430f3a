import { once } from 'node:events'
import { expect, it } from 'vitest'
import { DatagramSocket, type Transmitted, type Unreachable } from '../src/index.js'
import { describeEach } from './backends.js'
import { addressOfNobody, bytes, noIPv6, text, until } from './support.js'

describeEach('timestamps of what was sent', (backend) => {
  const flags = ['TX_SOFTWARE', 'SOFTWARE', 'OPT_ID'] as const
  const short = [...flags, 'OPT_TSONLY'] as const
  const open = (more: object = {}, address = '127.0.0.1:0') =>
    DatagramSocket.bind(address, { backend, icmpErrors: true, options: { SO_TIMESTAMPING: short }, ...more })
  const record = (socket: DatagramSocket) => {
    const told: Transmitted[] = []
    socket.on('transmitted', (time) => told.push(time))
    return told
  }

  it.each(['127.0.0.1:0', '[::1]:0'])('are events, by the number of the message (%s)', async (address) => {
    if (address.startsWith('[') && noIPv6 !== null) return
    using socket = open({}, address)
    using peer = DatagramSocket.bind(address, { backend })
    const told = record(socket)
    const before = BigInt(Date.now() - 1) * 1_000_000n
    for (let i = 0; i < 3; i++) socket.trySend(bytes(`${i}`), peer.localAddress)
    await until(() => told.length === 3)
    const after = BigInt(Date.now() + 1) * 1_000_000n
    expect(told.map(({ id, stage, hardware, data }) => ({ id, stage, hardware, size: data.length }))).toEqual(
      [0, 1, 2].map((id) => ({ id, stage: 'sent', hardware: null, size: 0 })),
    )
    const times = told.map(({ software }) => software as bigint)
    expect(times.every((time) => time > before && time < after)).toBe(true)
    expect([...times].sort()).toEqual(times)
  })

  it('bring what left, with its headers, unless the option says otherwise', async () => {
    using socket = open({ options: { SO_TIMESTAMPING: flags } })
    using peer = DatagramSocket.bind('127.0.0.1:0', { backend })
    const event = once(socket, 'transmitted') as Promise<[Transmitted]>
    socket.trySend(bytes('whole'), peer.localAddress)
    const [{ data }] = await event
    expect(text(data.subarray(-5))).toBe('whole')
    expect(data.buffer.byteLength).toBe(data.length)
  })

  it('tell the stages that were asked for, in their order', async () => {
    using socket = open({ options: { SO_TIMESTAMPING: [...short, 'TX_SCHED'] } })
    using peer = DatagramSocket.bind('127.0.0.1:0', { backend })
    const told = record(socket)
    socket.trySend(bytes('staged'), peer.localAddress)
    await until(() => told.length === 2)
    expect(told.map(({ id, stage }) => [id, stage])).toEqual([
      [0, 'scheduled'],
      [0, 'sent'],
    ])
  })

  it('count what left joined as one message', async ({ skip }) => {
    skip(backend.capabilities.maxSegments < 2, 'The kernel cuts no messages up.')
    using socket = open()
    using peer = DatagramSocket.bind('127.0.0.1:0', { backend })
    const told = record(socket)
    expect(socket.sendSegments(new Uint8Array(1000), 100, peer.localAddress)).toEqual({ sent: 10, error: null })
    socket.trySend(bytes('alone'), peer.localAddress)
    await until(() => told.length === 2)
    expect(told.map(({ id }) => id)).toEqual([0, 1])
  })

  it('come among ICMP errors, none of which is lost or fails a call', async () => {
    using socket = open()
    using healthy = DatagramSocket.bind('127.0.0.1:0', { backend })
    const told = record(socket)
    const lost: (number | undefined)[] = []
    socket.on('unreachable', ({ destination }: Unreachable) => lost.push(destination.port))
    const ports: number[] = []
    for (let i = 0; i < 20; i++) {
      const to = addressOfNobody(DatagramSocket.bind('127.0.0.1:0', { backend }))
      ports.push(to.port)
      expect(socket.trySend(bytes('lost'), to)).toBe(true)
      expect(socket.trySend(bytes('here'), healthy.localAddress)).toBe(true)
    }
    await until(() => lost.length === 20 && told.length === 40)
    expect(lost).toEqual(ports)
    expect(told.map(({ id }) => id)).toEqual(told.map((_, index) => index))
  })
})
