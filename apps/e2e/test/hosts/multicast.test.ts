import type { Host } from '@sendto/lab'
import { describe, expect, test } from 'vitest'
import { bindSocket, describeHosts, hello, type Lab, openSocket, portOf } from '../support/hosts.js'

describe('multicast over a link', () => {
  describeHosts((lab) => {
    const { family, isIPv4, on } = lab
    const group = isIPv4 ? '239.255.7.7' : 'ff15::7:7'
    const join = isIPv4 ? 'IP_ADD_MEMBERSHIP' : 'IPV6_JOIN_GROUP'
    const leave = isIPv4 ? 'IP_DROP_MEMBERSHIP' : 'IPV6_LEAVE_GROUP'

    test('reaches who has joined on that interface, with the group as its destination', async () => {
      const { a, b } = lab
      const direct = await b.calls.if_nametoindex('direct')
      const { fd, port } = await bindSocket(b, lab)
      await b.calls.setOption(fd, isIPv4 ? 'IP_PKTINFO' : 'IPV6_RECVPKTINFO', true)
      await b.calls.setOption(fd, isIPv4 ? 'IP_RECVTTL' : 'IPV6_RECVHOPLIMIT', true)
      await b.calls.setOption(fd, join, { group, interface: direct })

      const sender = await senderTo(a, lab)
      await a.calls.sendto(sender, hello, 0, { address: group, port })
      const { from, data, control } = await b.calls.receive(fd)
      expect(data).toEqual(hello)
      expect(from).toMatchObject({ address: on.direct.a })
      expect(control).toHaveLength(2)
      expect(control).toContainEqual(expect.objectContaining({ kind: 'packetInfo', to: group, interface: direct }))
      // Unless it is told otherwise, a host sends multicast no further than the link.
      expect(control).toContainEqual({ kind: 'hopLimit', family, hopLimit: 1 })
    })

    test('is heard on a socket that has not joined, unless its MULTICAST_ALL is off', async () => {
      const { a, b } = lab
      const joined = await sharingSocket(b, lab, 0)
      const port = await portOf(b, joined)
      await b.calls.setOption(joined, join, { group, interface: 'direct' })
      const indifferent = await sharingSocket(b, lab, port)
      const elsewhere = await sharingSocket(b, lab, port)
      await b.calls.setOption(elsewhere, isIPv4 ? 'IP_MULTICAST_ALL' : 'IPV6_MULTICAST_ALL', false)
      // For IPv6, Linux does not look at the interface.
      if (isIPv4) await b.calls.setOption(elsewhere, join, { group, interface: 'router' })

      const sender = await senderTo(a, lab)
      await a.calls.sendto(sender, hello, 0, { address: group, port })
      expect((await b.calls.receive(indifferent)).data).toEqual(hello)
      await b.calls.receive(joined)
      // When the second one is here, the first one has been given to everybody.
      await a.calls.sendto(sender, hello, 0, { address: group, port })
      await b.calls.receive(joined)
      await expect(b.calls.receiveNow(elsewhere)).rejects.toMatchObject({ code: 'EAGAIN' })
    })

    test('is not heard any more by who has left', async () => {
      const { a, b } = lab
      const { fd, port } = await bindSocket(b, lab)
      const other = { group: isIPv4 ? '239.255.7.8' : 'ff15::7:8', interface: 'direct' }
      await b.calls.setOption(fd, join, { group, interface: 'direct' })
      await b.calls.setOption(fd, join, other)
      await b.calls.setOption(fd, leave, { group, interface: 'direct' })
      const sender = await senderTo(a, lab)
      await a.calls.sendto(sender, Uint8Array.of(1), 0, { address: group, port })
      await a.calls.sendto(sender, Uint8Array.of(2), 0, { address: other.group, port })
      expect((await b.calls.receive(fd)).data).toEqual(Uint8Array.of(2))
    })

    test('of one source is heard from that one alone', async () => {
      const { a, b } = lab
      const specific = isIPv4 ? '232.7.7.7' : 'ff35::7:7'
      const { fd, port } = await bindSocket(b, lab)
      await b.calls.setOption(fd, 'MCAST_JOIN_SOURCE_GROUP', {
        group: specific,
        source: on.direct.a,
        interface: 'direct',
      })
      const sender = await senderTo(a, lab)
      const foreign = await senderTo(a, lab, on.a)
      await a.calls.sendto(foreign, Uint8Array.of(1), 0, { address: specific, port })
      await a.calls.sendto(sender, Uint8Array.of(2), 0, { address: specific, port })
      expect((await b.calls.receive(fd)).data).toEqual(Uint8Array.of(2))
    })
  })
})

/** Opens a socket on `a` that sends multicast over the direct link. */
async function senderTo(a: Host, lab: Lab, from?: string): Promise<number> {
  const fd = await openSocket(a, lab)
  if (from !== undefined) await a.calls.bind(fd, { address: from, port: 0 })
  await a.calls.setOption(fd, lab.isIPv4 ? 'IP_MULTICAST_IF' : 'IPV6_MULTICAST_IF', 'direct')
  return fd
}

/** Opens a socket on a port that several may have. */
async function sharingSocket(b: Host, lab: Lab, port: number): Promise<number> {
  const fd = await openSocket(b, lab)
  await b.calls.setOption(fd, 'SO_REUSEADDR', true)
  await b.calls.bind(fd, { address: lab.isIPv4 ? '0.0.0.0' : '::', port })
  return fd
}
