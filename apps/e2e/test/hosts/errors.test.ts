import { AF_INET, AF_INET6, SOCK_DGRAM } from 'sendto'
import { describe, expect, test } from 'vitest'
import { bindSocket, describeHosts, hello, type Lab, openSocket, portOf } from '../support/hosts.js'

describe('ICMP errors name the host that sent them', () => {
  describeHosts((lab) => {
    const { family, isIPv4, on } = lab
    const origin = isIPv4 ? 'icmp' : 'icmp6'

    test('port unreachable, from the destination', async () => {
      const { a, b } = lab
      const to = { address: on.b, port: await closedPort(lab) }
      const fd = await sendingSocket(lab)
      await a.calls.sendto(fd, hello, 0, to)
      const { from, data, control } = await a.calls.receiveError(fd)
      expect(data).toEqual(hello)
      expect(from).toMatchObject(to)
      expect(control).toMatchObject([
        {
          kind: 'error',
          family,
          error: { code: 'ECONNREFUSED' },
          origin,
          type: isIPv4 ? 3 : 1,
          code: isIPv4 ? 3 : 4,
          offender: { address: on.b },
        },
      ])

      // The socket has no error left: another host's datagram goes out and is answered.
      const other = await bindSocket(b, lab)
      await a.calls.sendto(fd, hello, 0, { address: on.b, port: other.port })
      expect((await b.calls.receive(other.fd)).data).toEqual(hello)
    })

    test('time exceeded, from the router where the hop limit ends', async () => {
      const { a, b } = lab
      const { fd: receiver, port } = await bindSocket(b, lab)
      const to = { address: on.b, port }
      const fd = await sendingSocket(lab)
      await a.calls.sendmsg(fd, { data: hello, to, control: [{ kind: 'hopLimit', family, hopLimit: 1 }] })
      const { from, control } = await a.calls.receiveError(fd)
      expect(from).toMatchObject(to)
      expect(control).toMatchObject([
        {
          kind: 'error',
          family,
          error: { code: 'EHOSTUNREACH' },
          origin,
          type: isIPv4 ? 11 : 3,
          code: 0,
          offender: { address: on.router },
        },
      ])
      await expect(b.calls.receiveNow(receiver)).rejects.toMatchObject({ code: 'EAGAIN' })
    })

    test('a connected socket fails once with ECONNREFUSED, and then goes on', async () => {
      const { a, b } = lab
      const port = await closedPort(lab)
      const fd = await openSocket(a, lab)
      await a.calls.connect(fd, { address: on.b, port })
      await a.calls.sendto(fd, hello, 0, null)
      await expect(a.calls.receive(fd)).rejects.toMatchObject({ code: 'ECONNREFUSED', syscall: 'recvmsg' })
      const receiver = await openSocket(b, lab)
      await b.calls.bind(receiver, { address: on.b, port })
      await a.calls.sendto(fd, hello, 0, null)
      expect((await b.calls.receive(receiver)).data).toEqual(hello)
    })
  })
})

/** Opens a socket on `a` that keeps the errors of what it sends. */
async function sendingSocket(lab: Lab): Promise<number> {
  const fd = await openSocket(lab.a, lab)
  await lab.a.calls.setOption(fd, lab.isIPv4 ? 'IP_RECVERR' : 'IPV6_RECVERR', true)
  return fd
}

/** A port of `b` that was free a moment ago; nobody else is there to take it. */
async function closedPort(lab: Lab): Promise<number> {
  const { b } = lab
  const fd = await b.calls.socket(lab.isIPv4 ? AF_INET : AF_INET6, SOCK_DGRAM)
  await b.calls.bind(fd, { address: lab.on.b, port: 0 })
  const port = await portOf(b, fd)
  await b.calls.close(fd)
  return port
}
