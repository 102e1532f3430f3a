import { type Backend, createSyscalls } from '@sendto/core'
import { describe, expect, it } from 'vitest'
import { DatagramSocket } from '../../src/index.js'
import { describeEach } from '../backends.js'
import { bytes, inetAddress, noIPv6 } from '../support.js'
import { failure, messages, roomy, texts, watched } from './support.js'

/** A socket of the kernel's that hands out what was joined as it came, with room for all of it. */
function joinedReceiver(host: Backend, domain: 'AF_INET' | 'AF_INET6' = 'AF_INET') {
  const sys = createSyscalls(host)
  const { constants } = host.platform
  const fd = sys.socket(constants[domain], constants.SOCK_DGRAM)
  sys.bind(fd, { address: domain === 'AF_INET' ? '127.0.0.1' : '::1', port: 0 })
  sys.setOption(fd, 'UDP_GRO', true)
  sys.setOption(fd, 'SO_RCVBUF', 2 ** 22)
  return { to: sys.getsockname(fd), messages: () => messages(sys, fd), [Symbol.dispose]: () => sys.close(fd) }
}

const sized = (...sizes: number[]) => sizes.map((size) => new Uint8Array(size).fill(size))

describeEach('datagrams to one destination', (host) => {
  describe.skipIf(host.capabilities.maxSegments < 2)('where messages can be cut', () => {
    const open = (options = {}) => DatagramSocket.bind('127.0.0.1:0', { backend: host, ...options })
    const few = Math.min(64, host.capabilities.maxSegments)

    /** The messages that come of sends of these sizes in one tick. */
    async function sent(sizes: number[], options = {}) {
      using receiver = joinedReceiver(host)
      await using sender = open(options)
      await Promise.all(sized(...sizes).map((data) => sender.send(data, receiver.to)))
      return receiver.messages()
    }

    it('leave as one message, the last of which may be shorter', async () => {
      expect(await sent([100, 100, 100])).toEqual([{ size: 300, segmentSize: 100 }])
      expect(await sent([100, 100, 1, 100])).toEqual([
        { size: 201, segmentSize: 100 },
        { size: 100, segmentSize: 0 },
      ])
      expect(await sent([100, 101, 101])).toEqual([
        { size: 100, segmentSize: 0 },
        { size: 202, segmentSize: 101 },
      ])
    })

    it('are never joined when they are empty', async () => {
      expect(await sent([0, 0])).toEqual([
        { size: 0, segmentSize: 0 },
        { size: 0, segmentSize: 0 },
      ])
      expect(await sent([5, 5, 0, 5, 5])).toEqual([
        { size: 10, segmentSize: 5 },
        { size: 0, segmentSize: 0 },
        { size: 10, segmentSize: 5 },
      ])
    })

    it('are as many in a message as the socket allows, and as an IP packet takes', async () => {
      const many = new Array(few + 1).fill(10)
      expect(await sent(many)).toEqual([
        { size: few * 10, segmentSize: 10 },
        { size: 10, segmentSize: 0 },
      ])
      expect(await sent([1, 1, 1, 1, 1], { join: 2 })).toEqual([
        { size: 2, segmentSize: 1 },
        { size: 2, segmentSize: 1 },
        { size: 1, segmentSize: 0 },
      ])
      expect(await sent([1, 1, 1], { join: 1 })).toHaveLength(3)
      const long = await sent(new Array(5).fill(15_000))
      expect(long.map(({ size }) => size)).toEqual([60_000, 15_000])
    })

    it('fill the longest message that a device takes of IPv6', async ({ skip }) => {
      if (noIPv6) skip(noIPv6)
      using receiver = joinedReceiver(host, 'AF_INET6')
      await using sender = DatagramSocket.bind('[::1]:0', { backend: host })
      const sizes = new Array(12).fill(10_912).concat(5)
      await Promise.all(sized(...sizes).map((data) => sender.send(data, receiver.to)))
      expect(receiver.messages().map(({ size }) => size)).toEqual([6 * 10_912, 6 * 10_912, 5])
    })

    it('are found among those to others, whatever object their address is', async () => {
      using one = joinedReceiver(host)
      using other = joinedReceiver(host)
      await using sender = open()
      const { port } = one.to
      const same = [one.to, { address: '127.0.0.1', port }, { address: '127.0.0.1', port, family: 'IPv4' as const }]
      await Promise.all(
        same.flatMap((to) => [sender.send(bytes('ab'), to as never), sender.send(bytes('cd'), other.to)]),
      )
      expect(one.messages()).toEqual([{ size: 6, segmentSize: 2 }])
      expect(other.messages()).toEqual([{ size: 6, segmentSize: 2 }])
    })

    it('are joined by sendMany where they are neighbours, which keeps the order of all', async () => {
      using one = joinedReceiver(host)
      using other = joinedReceiver(host)
      using sender = open()
      const to = [one, one, other, other, other, one].map(({ to }) => to)
      expect(sender.sendMany(to.map((to) => ({ data: bytes('xyz'), to })))).toEqual({ sent: 6, error: null })
      expect(one.messages()).toEqual([
        { size: 6, segmentSize: 3 },
        { size: 3, segmentSize: 0 },
      ])
      expect(other.messages()).toEqual([{ size: 9, segmentSize: 3 }])
    })

    it('are joined to a peer, and no more once there is another that is a group', async () => {
      using receiver = joinedReceiver(host)
      await using sender = open()
      sender.connect(receiver.to)
      await Promise.all(sized(9, 9).map((data) => sender.send(data)))
      expect(receiver.messages()).toEqual([{ size: 18, segmentSize: 9 }])
    })

    it('are joined with others of the same options only', async () => {
      using receiver = joinedReceiver(host)
      await using sender = open()
      const hopLimits = [5, 5, 6, undefined, undefined]
      await Promise.all(hopLimits.map((hopLimit) => sender.send(bytes('ab'), receiver.to, { hopLimit })))
      expect(receiver.messages().map(({ size }) => size)).toEqual([4, 2, 4])
    })

    it.each(['EIO', 'EINVAL', 'EMSGSIZE'])(
      'leave one by one where a path answers %s, and from then on',
      async (code) => {
        const { backend, calls } = watched(host)
        await using sender = open({ backend })
        using receiver = roomy('127.0.0.1:0', { backend: host })
        using other = joinedReceiver(host)
        const to = inetAddress(receiver)
        calls.answer = (call) => (call === 0 ? failure(host, code) : undefined)
        const send = (how: string) => Promise.all(['1', '2', '3'].map((data) => sender.send(bytes(how + data), to)))
        await send('a')
        expect(calls.batches).toEqual([1, 3])
        await send('b')
        expect(calls.batches).toEqual([1, 3, 3])
        expect(await texts(receiver, 6)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3'])
        // Neither of another size, nor to another destination.
        await send('long')
        await Promise.all(sized(2, 2).map((data) => sender.send(data, other.to)))
        expect(calls.batches).toEqual([1, 3, 3, 1, 1])
        expect(await texts(receiver, 3)).toEqual(['long1', 'long2', 'long3'])
        expect(other.messages()).toEqual([{ size: 4, segmentSize: 2 }])
      },
    )

    it('leave one by one where the kernel itself refuses: without checksums', async () => {
      const { backend, calls } = watched(host)
      await using sender = open({ backend, options: { SO_NO_CHECK: true } })
      using receiver = roomy('127.0.0.1:0', { backend: host })
      const to = inetAddress(receiver)
      const send = () => Promise.all(['a', 'b', 'c'].map((data) => sender.send(bytes(data), to)))
      await send()
      await send()
      expect(calls.batches).toEqual([1, 3, 3])
      expect(sender.sendSegments(bytes('abc'), 1, to)).toEqual({ sent: 3, error: null })
      expect(calls.made.sendmsg).toBe(0)
      expect(await texts(receiver, 9)).toEqual([...'abcabcabc'])
    })

    it('are joined to no group and to no broadcast address, nor where they could be one', async () => {
      const { backend, calls } = watched(host)
      await using sender = open({ backend, broadcast: true, options: { IP_MULTICAST_IF: '127.0.0.1' } })
      using receiver = open()
      const messages: Record<string, number | undefined> = {}
      for (const address of ['239.255.77.1', '255.255.255.255', '127.0.0.3', '127.0.0.4', '127.0.0.1']) {
        const to = { address, port: inetAddress(receiver).port }
        await Promise.allSettled(sized(3, 3).map((data) => sender.send(data, to)))
        messages[address] = calls.batches.shift()
        calls.batches.length = 0
      }
      expect(messages).toEqual({
        '239.255.77.1': 2,
        '255.255.255.255': 2,
        '127.0.0.3': 2,
        '127.0.0.4': 2,
        // The last two bits of a broadcast address are alike.
        '127.0.0.1': 1,
      })
    })
  })

  it('leave by one call each where a backend cuts no messages', async () => {
    const { backend, calls } = watched({ ...host, capabilities: { ...host.capabilities, maxSegments: 1 } })
    await using sender = DatagramSocket.bind('127.0.0.1:0', { backend })
    using receiver = DatagramSocket.bind('127.0.0.1:0', { backend: host })
    await Promise.all(['a', 'b'].map((data) => sender.send(bytes(data), inetAddress(receiver))))
    expect(calls.batches).toEqual([2])
    expect(await texts(receiver, 2)).toEqual(['a', 'b'])
    expect(sender.sendSegments(bytes('abc'), 1, inetAddress(receiver))).toEqual({ sent: 3, error: null })
    expect(await texts(receiver, 3)).toEqual(['a', 'b', 'c'])
  })
})
