import { addresses } from '@sendto/lab'
import { describe, expect, test } from 'vitest'
import { bindSocket, describeHosts, hello, openSocket } from '../support/hosts.js'

describe('two hosts on one link', () => {
  describeHosts((lab) => {
    if (lab.isIPv4) {
      test('a broadcast needs SO_BROADCAST, and shows itself in the packet info', async () => {
        const { a, b } = lab
        const { broadcast } = addresses.IPv4.direct
        const { fd, port } = await bindSocket(b, lab)
        await b.calls.setOption(fd, 'IP_PKTINFO', true)
        const sender = await openSocket(a, lab)
        const to = { address: broadcast, port }
        await expect(a.calls.sendto(sender, hello, 0, to)).rejects.toMatchObject({ code: 'EACCES' })
        await a.calls.setOption(sender, 'SO_BROADCAST', true)
        await a.calls.sendto(sender, hello, 0, to)
        const { from, control } = await b.calls.receive(fd)
        expect(from).toMatchObject({ address: lab.on.direct.a })
        expect(control).toEqual([
          {
            kind: 'packetInfo',
            family: 'IPv4',
            to: broadcast,
            local: lab.on.direct.b,
            interface: await b.calls.if_nametoindex('direct'),
          },
        ])
      })
    } else {
      test('link-local addresses carry the interface, by name on the way out and by index on the way in', async () => {
        const { a, b } = lab
        const { linkLocal } = addresses.IPv6.direct
        const { fd, port } = await bindSocket(b, lab)
        const sender = await bindSocket(a, lab)
        await a.calls.sendto(sender.fd, hello, 0, { address: `${linkLocal}%direct`, port })
        const { from } = await b.calls.receive(fd)
        expect(from).toMatchObject({
          address: expect.stringMatching(/^fe80::/),
          port: sender.port,
          scopeId: await b.calls.if_nametoindex('direct'),
        })

        await b.calls.sendto(fd, hello, 0, from)
        expect((await a.calls.receive(sender.fd)).from).toMatchObject({
          address: expect.stringMatching(/^fe80::/),
          port,
          scopeId: await a.calls.if_nametoindex('direct'),
        })
      })
    }
  })
})
