import { networkInterfaces } from 'node:os'
import { expect, it } from 'vitest'
import { DatagramSocket } from '../src/index.js'
import { describeEach } from './backends.js'
import { bytes, inetAddress, text } from './support.js'

/** Of the block for organizations, RFC 2365, and of that for source-specific multicast, RFC 4607. */
const group = '239.255.84.1'
const specific = '232.84.1.1'

const loopback = Object.entries(networkInterfaces()).find(([, all]) =>
  all?.some(({ address }) => address === '127.0.0.1'),
)?.[0]
const noLoopback = loopback === undefined ? 'No interface of this host has the address 127.0.0.1.' : null

/** An interface with an IPv6 address that IPv6 multicast goes over; it does not go over the loopback interface. */
const outer = Object.entries(networkInterfaces()).flatMap(([name, all = []]) =>
  all.filter(({ family, internal }) => family === 'IPv6' && !internal).map(({ address }) => ({ name, address })),
)[0]
const noOuter = outer === undefined ? 'This host has no interface with an IPv6 address but loopback.' : null

describeEach('multicast', (backend) => {
  /** A receiver of what it joins alone, and a sender to groups over the loopback interface. */
  function pair(source = '127.0.0.1') {
    const receiver = DatagramSocket.bind('0.0.0.0:0', { backend, options: { IP_MULTICAST_ALL: false } })
    const sender = DatagramSocket.bind(`${source}:0`, { backend, options: { IP_MULTICAST_IF: '127.0.0.1' } })
    const { port } = inetAddress(receiver)
    return {
      receiver,
      sender,
      send: (address: string, data: string) => sender.trySend(bytes(data), { address, port }),
      next: async () => text((await receiver.receive()).data),
      [Symbol.dispose]() {
        receiver.close()
        sender.close()
      },
    }
  }

  for (const [title, options] of [
    ['the index', () => ({ interface: indexOf(loopback as string) })],
    ['the name', () => ({ interface: loopback as string })],
    ['an address', () => ({ interface: '127.0.0.1' })],
  ] as const) {
    it(`comes from a group while it is joined, by ${title} of an interface`, async ({ skip }) => {
      skip(noLoopback !== null, noLoopback ?? '')
      using hosts = pair()
      const { receiver, send, next } = hosts
      send(group, 'too early')
      receiver.joinGroup(group, options())
      send(group, 'in time')
      expect(await next()).toBe('in time')
      expect(() => receiver.joinGroup(group, options())).toThrow('setsockopt EADDRINUSE')
      receiver.leaveGroup(group, options())
      send(group, 'too late')
      send('127.0.0.1', 'direct')
      expect(await next()).toBe('direct')
      expect(() => receiver.leaveGroup(group, options())).toThrow('setsockopt EADDRNOTAVAIL')
    })

    it(`of one source comes from no other, by ${title} of an interface`, async ({ skip }) => {
      skip(noLoopback !== null, noLoopback ?? '')
      using hosts = pair('127.0.0.2')
      const { receiver, send, next } = hosts
      const other = { ...options(), source: '127.0.0.1' }
      const own = { ...options(), source: '127.0.0.2' }
      receiver.joinGroup(specific, other)
      send(specific, 'from 127.0.0.2')
      receiver.joinGroup(specific, own)
      send(specific, 'from 127.0.0.2, joined')
      expect(await next()).toBe('from 127.0.0.2, joined')
      receiver.leaveGroup(specific, own)
      send(specific, 'from 127.0.0.2, left')
      send('127.0.0.1', 'direct')
      expect(await next()).toBe('direct')
      receiver.leaveGroup(specific, other)
    })
  }

  it('of IPv6 is joined and left by index, name, address and zone of an interface', ({ skip }) => {
    skip(noOuter !== null, noOuter ?? '')
    const { name, address } = outer as { name: string; address: string }
    using socket = DatagramSocket.bind('[::]:0', { backend })
    const forms = [indexOf(name), name, address, `${address}%${name}`, `fe80::1%${indexOf(name)}`]
    for (const own of forms) {
      for (const source of [undefined, '2001:db8::1']) {
        const to = source === undefined ? 'ff15::84:1' : 'ff35::84:1'
        socket.joinGroup(to, { interface: own, source })
        expect(() => socket.joinGroup(to, { interface: name, source })).toThrow(/EADDRINUSE|EADDRNOTAVAIL/)
        socket.leaveGroup(to, { interface: name, source })
        expect(() => socket.leaveGroup(to, { interface: own, source })).toThrow(/EADDRNOTAVAIL|EINVAL/)
      }
    }
    socket.joinGroup(group, { interface: address })
    socket.leaveGroup(group, { interface: name })
  })

  it('is refused with the name of the argument, or the words of the kernel', () => {
    using socket = DatagramSocket.bind('0.0.0.0:0', { backend })
    const join = (group: unknown, options?: unknown) => () => socket.joinGroup(group as string, options as object)
    for (const [argument, wrong] of [
      ['group', join('somewhere')],
      ['group', join('ff02::1%1')],
      ['options.source', join(group, { source: '::1' })],
      ['options.source', join(group, { source: '127.0.0.1:9' })],
    ] as const) {
      expect(wrong).toThrow(`"${argument}"`)
      expect(wrong).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }))
    }
    expect(join(5)).toThrow('"group"')
    expect(join(group, null)).toThrow('"options"')
    expect(join(group, { source: 5 })).toThrow('"options.source"')
    expect(join(group, { interface: -1 })).toThrow(expect.objectContaining({ code: 'ERR_OUT_OF_RANGE' }))
    expect(join(group, { interface: null })).toThrow('"options.interface"')
    expect(join(group, { interface: 'no such one' })).toThrow('if_nametoindex ENODEV')
    expect(join(group, { interface: '192.0.2.1' })).toThrow('setsockopt ENODEV')
    expect(join('ff15::84:1', { interface: '2001:db8::84' })).toThrow('setsockopt ENODEV')
    expect(join('10.0.0.1', { interface: '127.0.0.1' })).toThrow('setsockopt EINVAL')
    socket.close()
    expect(join(group)).toThrow('setsockopt EBADF')
    expect(() => socket.leaveGroup(group)).toThrow('setsockopt EBADF')
  })

  function indexOf(name: string): number {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend })
    return socket.syscalls.if_nametoindex(name)
  }
})
