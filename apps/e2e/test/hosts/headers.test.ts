import { describe, expect, test } from 'vitest'
import { bindSocket, describeHosts, hello, openSocket } from '../support/hosts.js'

describe('two hosts with a router between them', () => {
  describeHosts((lab) => {
    const { family, isIPv4, on } = lab

    test('the receiver sees which of its addresses, and which interface, a datagram came to', async () => {
      const { a, b } = lab
      const { fd, port } = await bindSocket(b, lab)
      await b.calls.setOption(fd, isIPv4 ? 'IP_PKTINFO' : 'IPV6_RECVPKTINFO', true)
      const sender = await bindSocket(a, lab, on.a)
      const info = { kind: 'packetInfo', family }

      await a.calls.sendto(sender.fd, hello, 0, { address: on.second, port })
      const routed = await b.calls.receive(fd)
      expect(routed.data).toEqual(hello)
      expect(routed.from).toMatchObject({ address: on.a, port: sender.port })
      expect(routed.control).toEqual([
        { ...info, to: on.second, local: on.second, interface: await b.calls.if_nametoindex('router') },
      ])

      await a.calls.sendto(sender.fd, hello, 0, { address: on.direct.b, port })
      const direct = await b.calls.receive(fd)
      expect(direct.control).toEqual([
        { ...info, to: on.direct.b, local: on.direct.b, interface: await b.calls.if_nametoindex('direct') },
      ])
    })

    test('packet info of a question makes its answer come from the address that was asked', async () => {
      const { a, b } = lab
      const { fd, port } = await bindSocket(b, lab)
      await b.calls.setOption(fd, isIPv4 ? 'IP_PKTINFO' : 'IPV6_RECVPKTINFO', true)
      const asking = await bindSocket(a, lab, on.a)
      await a.calls.sendto(asking.fd, hello, 0, { address: on.second, port })
      const { from, control } = await b.calls.receive(fd)

      await b.calls.sendto(fd, hello, 0, from)
      expect((await a.calls.receive(asking.fd)).from).toMatchObject({ address: on.b, port })
      const [info] = control
      if (info?.kind !== 'packetInfo') throw new Error('there is no packet info')
      await b.calls.sendmsg(fd, { data: hello, to: from, control: [info] })
      expect((await a.calls.receive(asking.fd)).from).toMatchObject({ address: on.second, port })
    })

    test('the traffic class arrives with its ECN, be it of the socket or of one datagram', async () => {
      const { a, b } = lab
      const { fd, port } = await bindSocket(b, lab)
      await b.calls.setOption(fd, isIPv4 ? 'IP_RECVTOS' : 'IPV6_RECVTCLASS', true)
      const sender = await openSocket(a, lab)
      const to = { address: on.b, port }
      // Expedited forwarding (46) and ECT(0); then the same with congestion experienced.
      await a.calls.setOption(sender, isIPv4 ? 'IP_TOS' : 'IPV6_TCLASS', 0xba)
      await a.calls.sendto(sender, hello, 0, to)
      await a.calls.sendmsg(sender, {
        data: hello,
        to,
        control: [{ kind: 'trafficClass', family, trafficClass: 0xbb }],
      })

      const kind = 'trafficClass'
      expect((await b.calls.receive(fd)).control).toEqual([{ kind, family, trafficClass: 0xba, dscp: 46, ecn: 2 }])
      expect((await b.calls.receive(fd)).control).toEqual([{ kind, family, trafficClass: 0xbb, dscp: 46, ecn: 3 }])
    })

    test('the router takes one from the hop limit, be it the default, of the socket, or of one datagram', async () => {
      const { a, b } = lab
      const { fd, port } = await bindSocket(b, lab)
      await b.calls.setOption(fd, isIPv4 ? 'IP_RECVTTL' : 'IPV6_RECVHOPLIMIT', true)
      const sender = await openSocket(a, lab)
      const to = { address: on.b, port }
      await a.calls.sendto(sender, hello, 0, to)
      await a.calls.setOption(sender, isIPv4 ? 'IP_TTL' : 'IPV6_UNICAST_HOPS', 33)
      await a.calls.sendto(sender, hello, 0, to)
      await a.calls.sendmsg(sender, { data: hello, to, control: [{ kind: 'hopLimit', family, hopLimit: 2 }] })
      for (const hopLimit of [63, 32, 1]) {
        expect((await b.calls.receive(fd)).control).toEqual([{ kind: 'hopLimit', family, hopLimit }])
      }
    })
  })
})
