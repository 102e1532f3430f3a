import { beforeEach, describe, expect, test } from 'vitest'
import { bindSocket, describeHosts, openSocket } from '../support/hosts.js'

describe('a link of 1400 bytes on the way', () => {
  describeHosts((lab) => {
    const { family, isIPv4, on } = lab
    const headers = isIPv4 ? 20 + 8 : 40 + 8
    /** Fills the first link, and is too much for the second. */
    const tooLong = new Uint8Array(1500 - headers).fill(7)
    const longest = tooLong.subarray(0, 1400 - headers)
    const discover = isIPv4 ? 'IP_MTU_DISCOVER' : 'IPV6_MTU_DISCOVER'

    beforeEach(() => lab.network?.forgetPaths())

    test('a datagram that must not be fragmented ends at the router, which tells the MTU of its next hop', async () => {
      const { a, b } = lab
      const { fd: receiver, port } = await bindSocket(b, lab)
      const to = { address: on.b, port }
      const fd = await openSocket(a, lab)
      await a.calls.setOption(fd, isIPv4 ? 'IP_RECVERR' : 'IPV6_RECVERR', true)
      await a.calls.setOption(fd, discover, 'DO')

      expect(await a.calls.sendto(fd, tooLong, 0, to)).toBe(tooLong.length)
      const fromRouter = await a.calls.receiveError(fd)
      expect(fromRouter.from).toMatchObject(to)
      expect(fromRouter.control).toMatchObject([
        {
          kind: 'error',
          family,
          error: { code: 'EMSGSIZE' },
          origin: isIPv4 ? 'icmp' : 'icmp6',
          type: isIPv4 ? 3 : 2,
          code: isIPv4 ? 4 : 0,
          info: 1400,
          offender: { address: on.router },
        },
      ])

      // The host has learned: the same datagram does not leave any more.
      await expect(a.calls.sendto(fd, tooLong, 0, to)).rejects.toMatchObject({ code: 'EMSGSIZE', syscall: 'sendto' })
      const fromOurselves = await a.calls.receiveError(fd)
      expect(fromOurselves.control).toMatchObject([
        { kind: 'error', error: { code: 'EMSGSIZE' }, origin: 'local', info: 1400, offender: null },
      ])

      expect(await a.calls.sendto(fd, longest, 0, to)).toBe(longest.length)
      expect((await b.calls.receive(receiver)).size).toBe(longest.length)
    })

    test('a connected socket reads the MTU of its path', async () => {
      const { a, b } = lab
      const { fd: receiver, port } = await bindSocket(b, lab)
      const fd = await openSocket(a, lab)
      await a.calls.setOption(fd, discover, 'DO')
      await a.calls.connect(fd, { address: on.b, port })
      expect(await a.calls.getOption(fd, isIPv4 ? 'IP_MTU' : 'IPV6_MTU')).toBe(1500)
      await a.calls.sendto(fd, tooLong, 0, null)
      await expect(a.calls.receive(fd)).rejects.toMatchObject({ code: 'EMSGSIZE' })
      expect(await a.calls.getOption(fd, isIPv4 ? 'IP_MTU' : 'IPV6_MTU')).toBe(1400)
      await a.calls.sendto(fd, longest, 0, null)
      expect((await b.calls.receive(receiver)).size).toBe(longest.length)
    })

    test('a datagram that may be fragmented arrives whole once this host knows how', async () => {
      const { a, b } = lab
      const { fd: receiver, port } = await bindSocket(b, lab)
      const to = { address: on.b, port }
      const fd = await openSocket(a, lab)
      await a.calls.setOption(fd, isIPv4 ? 'IP_RECVERR' : 'IPV6_RECVERR', true)
      await a.calls.setOption(fd, discover, 'WANT')
      await a.calls.sendto(fd, tooLong, 0, to)
      await a.calls.receiveError(fd)
      await a.calls.sendto(fd, tooLong, 0, to)
      expect((await b.calls.receive(receiver)).data).toEqual(tooLong)
    })

    test('a message of segments crosses as datagrams, and is refused if they are longer than the path takes', async () => {
      const { a, b } = lab
      const { fd: receiver, port } = await bindSocket(b, lab)
      const to = { address: on.b, port }
      const fd = await openSocket(a, lab)
      await a.calls.setOption(fd, isIPv4 ? 'IP_RECVERR' : 'IPV6_RECVERR', true)
      const send = (segmentSize: number) =>
        a.calls.sendmsg(fd, { data: new Uint8Array(3000), to, control: [{ kind: 'segmentSize', segmentSize }] })
      expect(await send(longest.length)).toBe(3000)
      const sizes = [longest.length, longest.length, 3000 - 2 * longest.length]
      for (const size of sizes) expect((await b.calls.receive(receiver)).size).toBe(size)

      await a.calls.sendto(fd, tooLong, 0, to)
      await a.calls.receiveError(fd)
      await expect(send(longest.length + 1)).rejects.toMatchObject({
        code: expect.stringMatching(/^(EMSGSIZE|EINVAL)$/),
      })
    })

    if (!isIPv4) {
      test('IPV6_RECVPATHMTU tells the MTU beside a datagram that was too long to leave', async () => {
        const { a } = lab
        const fd = await openSocket(a, lab)
        const to = { address: on.b, port: 9 }
        await a.calls.setOption(fd, 'IPV6_RECVERR', true)
        await a.calls.setOption(fd, 'IPV6_DONTFRAG', true)
        await a.calls.sendto(fd, tooLong, 0, to)
        await a.calls.receiveError(fd)
        await a.calls.setOption(fd, 'IPV6_RECVERR', false)
        await a.calls.setOption(fd, 'IPV6_RECVPATHMTU', true)
        await expect(a.calls.sendto(fd, tooLong, 0, to)).rejects.toMatchObject({ code: 'EMSGSIZE' })
        // Nothing that poll would tell of.
        const { size, control } = await a.calls.receiveNow(fd)
        expect(size).toBe(0)
        expect(control).toMatchObject([{ kind: 'pathMtu', to: { address: on.b }, mtu: 1400 }])
      })
      // A router of IPv6 fragments nothing.
      return
    }

    test('a datagram that may be fragmented on the way arrives whole at once', async () => {
      const { a, b } = lab
      const { fd: receiver, port } = await bindSocket(b, lab)
      const fd = await openSocket(a, lab)
      await a.calls.setOption(fd, discover, 'DONT')
      await a.calls.sendto(fd, tooLong, 0, { address: on.b, port })
      expect((await b.calls.receive(receiver)).data).toEqual(tooLong)
    })
  })
})
