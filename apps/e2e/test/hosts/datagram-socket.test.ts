import type { Host } from '@sendto/lab'
import type { AddressInit, BindOptions } from 'sendto'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { describeHosts, hello, type Lab } from '../support/hosts.js'

describe('DatagramSocket between two hosts', () => {
  describeHosts((lab) => {
    const { isIPv4, on } = lab
    const anywhere = isIPv4 ? '0.0.0.0:0' : '[::]:0'
    const headers = isIPv4 ? 20 + 8 : 40 + 8
    /** Fills the first link, and is too much for the second. */
    const tooLong = new Uint8Array(1500 - headers).fill(7)
    const longest = tooLong.subarray(0, 1400 - headers)

    beforeEach(() => lab.network?.forgetPaths())

    test('tooBig tells the MTU of the next hop, the router, and the beginning of what was sent', async () => {
      const { a, b } = lab
      const receiver = await open(b, anywhere)
      const to = { address: on.b, port: receiver.port }
      const { fd } = await open(a, anywhere, { icmpErrors: true, pathMtuDiscovery: 'DO' })
      expect(await a.calls.pathMtu(fd, to)).toBe(1500)
      expect(await a.calls.trySend(fd, [tooLong, to])).toBe(1)
      const fromRouter = await a.calls.nextTooBig(fd)
      expect(fromRouter).toMatchObject({ mtu: 1400, destination: to, offender: { address: on.router, port: 0 } })
      expect(fromRouter.data).toEqual(tooLong.subarray(0, fromRouter.data.length))
      expect(fromRouter.data.length).toBeGreaterThan(0)

      expect(await a.calls.pathMtu(fd, to)).toBe(1400)
      await expect(a.calls.trySend(fd, [tooLong, to])).rejects.toMatchObject({ code: 'EMSGSIZE' })
      const { destination, ...known } = await a.calls.nextTooBig(fd)
      expect(known).toEqual({ mtu: 1400, offender: null, data: new Uint8Array(0) })
      expect(destination).toMatchObject({ address: on.b })

      expect(await a.calls.trySend(fd, [longest, to])).toBe(1)
      expect((await b.calls.nextDatagram(receiver.fd)).data).toEqual(longest)
    })

    test('unreachable names the router that knows no way, or no such host, and the host that has no such port', async () => {
      const { a, b } = lab
      const closed = await open(b, anywhere)
      await b.calls.closeSocket(closed.fd)
      const { fd } = await open(a, anywhere, { icmpErrors: true })
      const cases = [
        {
          to: { address: isIPv4 ? '10.9.9.9' : 'fd00:9::9', port: 9 },
          error: { code: 'ENETUNREACH', type: isIPv4 ? 3 : 1, icmpCode: 0, offender: { address: on.router } },
        },
        {
          to: { address: isIPv4 ? '10.2.0.99' : 'fd00:2::99', port: 9 },
          error: {
            code: 'EHOSTUNREACH',
            type: isIPv4 ? 3 : 1,
            icmpCode: isIPv4 ? 1 : 3,
            offender: { address: on.router },
          },
        },
        {
          to: { address: on.b, port: closed.port },
          error: {
            code: 'ECONNREFUSED',
            type: isIPv4 ? 3 : 1,
            icmpCode: isIPv4 ? 3 : 4,
            offender: { address: on.b },
          },
        },
      ]
      for (const { to, error } of cases) {
        await a.calls.trySend(fd, [hello, to])
        expect(await a.calls.nextUnreachable(fd)).toMatchObject({ ...error, destination: to, data: hello })
      }
      await a.calls.setOption(fd, isIPv4 ? 'IP_TTL' : 'IPV6_UNICAST_HOPS', 1)
      await a.calls.trySend(fd, [hello, { address: on.b, port: 9 }])
      expect(await a.calls.nextUnreachable(fd)).toMatchObject({
        code: 'EHOSTUNREACH',
        type: isIPv4 ? 11 : 3,
        icmpCode: 0,
        offender: { address: on.router },
        data: hello,
      })
    })

    test('the errors of others fail no datagram to a host that is there, and lose none', async () => {
      const { a, b } = lab
      const receiver = await open(b, anywhere)
      const closed = await open(b, anywhere)
      await b.calls.closeSocket(closed.fd)
      const { fd } = await open(a, anywhere, { icmpErrors: true })
      const there = { address: on.b, port: receiver.port }
      const bad = [
        { address: on.b, port: closed.port },
        { address: isIPv4 ? '10.2.0.99' : 'fd00:2::99', port: 9 },
      ]
      const rounds = Array.from({ length: 60 }, (_, i) => i)
      const datagrams = rounds.flatMap((i): [Uint8Array, AddressInit][] => [
        [hello, bad[i % bad.length] as AddressInit],
        [Uint8Array.of(i), there],
      ])
      expect(await a.calls.trySend(fd, ...datagrams)).toBe(datagrams.length)
      for (const i of rounds) expect((await b.calls.nextDatagram(receiver.fd)).data).toEqual(Uint8Array.of(i))
      const codes = new Set<string>()
      while (codes.size < 2) codes.add((await a.calls.nextUnreachable(fd)).code)
      expect([...codes].sort()).toEqual(['ECONNREFUSED', 'EHOSTUNREACH'])
    })

    test('joined datagrams cross a router as those that they are', async () => {
      const { a, b } = lab
      const receiver = await open(b, anywhere)
      const { fd } = await open(a, anywhere)
      const to = { address: on.b, port: receiver.port }
      const datagrams = [1, 2, 3].map((byte) => longest.slice().fill(byte))
      expect(await a.calls.sendTogether(fd, ...datagrams.map((data) => [data, to] as const))).toBe(1)
      for (const data of datagrams) expect((await b.calls.nextDatagram(receiver.fd)).data).toEqual(data)
      expect(await a.calls.sendSegments(fd, Buffer.concat(datagrams), longest.length, to)).toBe(3)
      for (const data of datagrams) expect((await b.calls.nextDatagram(receiver.fd)).data).toEqual(data)
    })

    test('datagrams that are longer than the link takes leave one by one, in fragments, and nothing is lost', async () => {
      const { a, b } = lab
      const receiver = await open(b, anywhere)
      const { fd } = await open(a, anywhere)
      // No router of IPv6 would cut them up.
      const to = { address: on.direct.b, port: receiver.port }
      const datagrams = [1, 2, 3].map((byte) => new Uint8Array(2000).fill(byte))
      // The joined message is refused, and then all of them leave by one more call; from then on by one.
      for (const calls of [2, 1]) {
        expect(await a.calls.sendTogether(fd, ...datagrams.map((data) => [data, to] as const))).toBe(calls)
        for (const data of datagrams) expect((await b.calls.nextDatagram(receiver.fd)).data).toEqual(data)
      }
      expect(await a.calls.sendSegments(fd, Buffer.concat(datagrams), 2000, to)).toBe(3)
      for (const data of datagrams) expect((await b.calls.nextDatagram(receiver.fd)).data).toEqual(data)
    })

    test('a group is heard while it is joined, by name and by address of the interface', async () => {
      const { a, b } = lab
      const group = isIPv4 ? '239.255.7.9' : 'ff15::7:9'
      const { fd, port } = await open(b, anywhere)
      const sender = await openSender(a, lab, on.direct.a)
      for (const direct of ['direct', on.direct.b]) {
        await b.calls.joinGroup(fd, group, { interface: direct })
        await a.calls.trySend(sender, [hello, { address: group, port }])
        const { data, from } = await b.calls.nextDatagram(fd)
        expect(data).toEqual(hello)
        expect(from).toMatchObject({ address: on.direct.a })
        await b.calls.leaveGroup(fd, group, { interface: direct })
        await a.calls.trySend(sender, [Uint8Array.of(1), { address: group, port }])
        await a.calls.trySend(sender, [Uint8Array.of(2), { address: on.direct.b, port }])
        expect((await b.calls.nextDatagram(fd)).data).toEqual(Uint8Array.of(2))
      }
    })

    test('of a group that is joined for one source, no other is heard', async () => {
      const { a, b } = lab
      const group = isIPv4 ? '232.7.7.9' : 'ff35::7:9'
      const { fd, port } = await open(b, anywhere)
      const sender = await openSender(a, lab, on.direct.a)
      const other = await openSender(a, lab, on.a)
      const to = { address: group, port }
      for (const [source, own, foreign] of [
        [on.direct.a, sender, other],
        [on.a, other, sender],
      ] as const) {
        for (const direct of ['direct', on.direct.b]) {
          await b.calls.joinGroup(fd, group, { interface: direct, source })
          await a.calls.trySend(foreign, [Uint8Array.of(1), to])
          await a.calls.trySend(own, [Uint8Array.of(2), to])
          expect((await b.calls.nextDatagram(fd)).data).toEqual(Uint8Array.of(2))
          await b.calls.leaveGroup(fd, group, { interface: direct, source })
        }
      }
    })
  })
})

/** Opens a socket on a host that is closed with the test. */
async function open(host: Host, address: string, options: Omit<BindOptions, 'backend'> = {}) {
  const fd = await host.calls.bindSocket(address, options)
  onTestFinished(() => host.calls.closeSocket(fd).catch(() => {}))
  const { port } = (await host.calls.getsockname(fd)) as { port: number }
  return { fd, port }
}

/** Opens a socket that sends multicast over the direct link. */
async function openSender(host: Host, { isIPv4 }: Lab, address: string): Promise<number> {
  const { fd } = await open(host, isIPv4 ? `${address}:0` : `[${address}]:0`)
  await host.calls.setOption(fd, isIPv4 ? 'IP_MULTICAST_IF' : 'IPV6_MULTICAST_IF', 'direct')
  return fd
}
