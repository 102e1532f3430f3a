import { type Backend, createSyscalls } from '@sendto/core'
import { expect, it } from 'vitest'
import { DatagramSocket, type SendOptions } from '../../src/index.js'
import { describeEach } from '../backends.js'
import { bytes, inetAddress, noIPv6 } from '../support.js'

const asked = {
  IPv4: ['IP_RECVTOS', 'IP_RECVTTL', 'IP_PKTINFO'],
  IPv6: ['IPV6_RECVTCLASS', 'IPV6_RECVHOPLIMIT', 'IPV6_RECVPKTINFO'],
} as const

/** A socket of the kernel's that tells what came beside a datagram. */
function telling(host: Backend, address = '127.0.0.1') {
  const sys = createSyscalls(host)
  const { AF_INET, AF_INET6, SOCK_DGRAM } = host.platform.constants
  const family = address.includes(':') ? 'IPv6' : 'IPv4'
  const fd = sys.socket(family === 'IPv4' ? AF_INET : AF_INET6, SOCK_DGRAM)
  sys.bind(fd, { address, port: 0 })
  for (const option of asked[family]) sys.setOption(fd, option, true)
  const next = () => {
    const { from, control } = sys.recvmsg(fd, new Uint8Array(100))
    return Object.assign({ from: from?.address }, ...control) as Record<string, unknown>
  }
  return {
    to: inetAddress({ localAddress: sys.getsockname(fd) } as DatagramSocket),
    next,
    [Symbol.dispose]: () => sys.close(fd),
  }
}

const loopback = 1

describeEach('what is said of single datagrams', (host) => {
  /** Sends by each method, and hands out what came beside the datagrams. */
  async function each(sender: DatagramSocket, receiver: ReturnType<typeof telling>, options: SendOptions) {
    const { to } = receiver
    const data = bytes('x')
    expect(sender.trySend(data, to, options)).toBe(true)
    await sender.send(data, to, options)
    expect(sender.sendMany([{ data, to, ...options }])).toEqual({ sent: 1, error: null })
    expect(sender.sendSegments(bytes('xy'), 1, to, options)).toEqual({ sent: 2, error: null })
    return Array.from({ length: 5 }, () => receiver.next())
  }

  it('leaves with them, by each method', async () => {
    using receiver = telling(host)
    using sender = DatagramSocket.bind('0.0.0.0:0', { backend: host })
    const options = {
      trafficClass: 0xb8,
      ecn: 1,
      hopLimit: 33,
      from: { address: '127.0.0.7', port: 0 },
      interface: 'lo',
    }
    for (const seen of await each(sender, receiver, options)) {
      expect(seen).toMatchObject({ from: '127.0.0.7', trafficClass: 0xb9, hopLimit: 33, interface: loopback })
    }
    for (const seen of await each(sender, receiver, {})) expect(seen).toMatchObject({ from: '127.0.0.1', hopLimit: 64 })
  })

  it('leaves with them over IPv6, and over IPv4 from an IPv6 socket', async ({ skip }) => {
    if (noIPv6) skip(noIPv6)
    using sender = DatagramSocket.bind('[::]:0', { backend: host, ipv6Only: false })
    using receiver = telling(host, '::1')
    const options = { trafficClass: 8, hopLimit: 3, interface: loopback }
    for (const seen of await each(sender, receiver, { ...options, from: { address: '::1', port: 0 } })) {
      expect(seen).toMatchObject({ from: '::1', trafficClass: 8, hopLimit: 3 })
    }
    using receiver4 = telling(host)
    const mapped = { ...receiver4, to: { address: `::ffff:127.0.0.1`, port: receiver4.to.port } as never }
    for (const seen of await each(sender, mapped, { ...options, from: { address: '127.0.0.9', port: 0 } })) {
      expect(seen).toMatchObject({ from: '127.0.0.9', trafficClass: 8, hopLimit: 3 })
    }
  })

  it('leaves the code point as the socket has it where only ECN is said', async () => {
    using receiver = telling(host)
    using sender = DatagramSocket.bind('127.0.0.1:0', { backend: host, options: { IP_TOS: 0x20 } })
    for (const seen of await each(sender, receiver, { ecn: 2 })) expect(seen).toMatchObject({ trafficClass: 0x22 })
    sender.setOption('IP_TOS', 0x40)
    for (const seen of await each(sender, receiver, { ecn: 1 })) expect(seen).toMatchObject({ trafficClass: 0x41 })
  })

  it('leaves with them to the peer of a connected socket', () => {
    using receiver = telling(host)
    using sender = DatagramSocket.connect(receiver.to, { backend: host })
    expect(sender.trySend(bytes('x'), null, { hopLimit: 7 })).toBe(true)
    expect(receiver.next()).toMatchObject({ hopLimit: 7 })
  })
})
