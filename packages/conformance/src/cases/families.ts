import assert from 'node:assert/strict'
import type { Case } from '../case.js'
import { bytes, fails, text } from '../expect.js'
import { inet, loopback, wildcard } from '../inet.js'

/** IPv4 on IPv6 sockets, scopes. */
export const familyCases: Case[] = [
  {
    id: 'recvfrom/mapped',
    title: 'recvfrom on a dual-stack socket tells an IPv4 sender by its mapped address, to which sendto can answer',
    needs: ['ipv6'],
    run({ sys, bound, open, receive, constants }) {
      const server = open('IPv6')
      sys.setsockopt(server, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, 0)
      sys.bind(server, { address: wildcard.IPv6, port: 0 })
      const client = bound('IPv4')
      sys.sendto(client.fd, bytes('x'), 0, { address: loopback.IPv4, port: inet(sys.getsockname(server)).port })
      const { from } = receive(server)
      assert.ok(from !== null)
      assert.deepEqual([from.family, from.address, from.port], ['IPv6', `::ffff:${loopback.IPv4}`, client.address.port])
      sys.sendto(server, bytes('answer'), 0, from)
      assert.equal(text(receive(client.fd).data), 'answer')
    },
  },
  {
    id: 'recvfrom/v6only',
    title: 'recvfrom on a socket with IPV6_V6ONLY never sees IPv4',
    needs: ['ipv6'],
    run({ sys, open, receive, constants }) {
      const server = open('IPv6')
      sys.setsockopt(server, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, 1)
      sys.bind(server, { address: wildcard.IPv6, port: 0 })
      const { port } = inet(sys.getsockname(server))
      sys.sendto(open('IPv4'), bytes('over IPv4'), 0, { address: loopback.IPv4, port })
      sys.sendto(open('IPv6'), bytes('over IPv6'), 0, { address: loopback.IPv6, port })
      assert.equal(text(receive(server).data), 'over IPv6')
    },
  },
  {
    id: 'sendto/ipv4-literal',
    title: 'sendto hands an IPv4 address on an IPv6 socket to the kernel, which sends it',
    needs: ['ipv6'],
    platforms: ['linux'],
    run({ sys, bound, open, receive, constants }) {
      const server = bound('IPv4')
      const client = open('IPv6')
      sys.setsockopt(client, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, 0)
      sys.sendto(client, bytes('x'), 0, server.address)
      assert.equal(receive(server.fd).from?.address, loopback.IPv4)
    },
  },
  {
    id: 'sendto/v6only',
    title: 'sendto of a socket with IPV6_V6ONLY to an IPv4 address, mapped or not, fails with ENETUNREACH',
    needs: ['ipv6'],
    platforms: ['linux'],
    run({ sys, bound, open, constants }) {
      const { port } = bound('IPv4').address
      const client = open('IPv6')
      sys.setsockopt(client, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, 1)
      for (const address of [loopback.IPv4, `::ffff:${loopback.IPv4}`]) {
        fails('ENETUNREACH', 'sendto', () => sys.sendto(client, bytes('x'), 0, { address, port }))
      }
    },
  },
  {
    id: 'sendto/other-family',
    title: 'sendto of an IPv4 socket to an IPv6 address fails with EAFNOSUPPORT',
    run({ sys, open }) {
      const error = fails('EAFNOSUPPORT', 'sendto', () =>
        sys.sendto(open(), bytes('x'), 0, { address: '::1', port: 7 }),
      )
      assert.deepEqual([error.address, error.port, error.message], ['::1', 7, 'sendto EAFNOSUPPORT [::1]:7'])
    },
  },
  {
    id: 'connect/flow-information',
    title: 'connect keeps flow information on a socket with IPV6_FLOWINFO_SEND, and sendto sends its label',
    needs: ['ipv6'],
    platforms: ['linux'],
    constants: ['IPV6_FLOWINFO', 'IPV6_FLOWINFO_SEND'],
    run({ sys, bound, open, constants }) {
      const { IPPROTO_IPV6, IPV6_FLOWINFO = 0, IPV6_FLOWINFO_SEND = 0 } = constants
      const server = bound('IPv6')
      const flowInfo = 0x0ab12345
      const to = { address: loopback.IPv6, port: server.address.port, flowInfo }
      const flowOf = (fd: number) => {
        sys.connect(fd, to)
        const peer = sys.getpeername(fd)
        assert.ok(peer.family === 'IPv6')
        return peer.flowInfo
      }
      assert.equal(flowOf(open('IPv6')), 0)
      const client = open('IPv6')
      sys.setsockopt(client, IPPROTO_IPV6, IPV6_FLOWINFO_SEND, 1)
      assert.equal(flowOf(client), flowInfo)

      sys.setsockopt(server.fd, IPPROTO_IPV6, IPV6_FLOWINFO, 1)
      const sender = open('IPv6')
      sys.setsockopt(sender, IPPROTO_IPV6, IPV6_FLOWINFO_SEND, 1)
      sys.sendto(sender, bytes('x'), 0, to)
      const [told] = sys.recvmsg(server.fd, new Uint8Array(8)).control
      assert.ok(told?.kind === 'raw')
      assert.deepEqual([told.level, told.type], [IPPROTO_IPV6, IPV6_FLOWINFO])
      // Of the flow information the label alone leaves; the traffic class is an option of its own.
      assert.equal(new DataView(told.data.slice().buffer).getUint32(0) & 0xfffff, flowInfo & 0xfffff)
    },
  },
]
