import assert from 'node:assert/strict'
import { type ControlInit, SyscallError } from '@sendto/core'
import { type Case, eachFamily } from '../case.js'
import { internet, none, one, receiveWhole } from '../control.js'
import { bytes, fails, text, thrown } from '../expect.js'
import { loopback, wildcard } from '../inet.js'

/** Control messages of ip(7) and ipv6(7): where a datagram goes, and the fields of its header. */
export const internetControlCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'recvmsg/packet-info',
    title: 'recvmsg tells the address that a datagram was sent to, and the interface that it came in by',
    platforms: ['linux'],
    run(context) {
      const { sys, bound, open } = context
      const { level, receivePacketInfo } = internet(context, family)
      const server = bound(family, wildcard[family])
      sys.setsockopt(server.fd, level, receivePacketInfo, 1)
      const client = open(family)
      const index = sys.if_nametoindex('lo')
      for (const address of family === 'IPv4' ? ['127.0.0.1', '127.0.0.2', '127.1.2.3'] : ['::1']) {
        sys.sendto(client, bytes('where to?'), 0, { address, port: server.address.port })
        const { kind, ...info } = one(receiveWhole(context, server.fd), 'packetInfo')
        assert.deepEqual({ ...info }, { family, to: address, local: address, interface: index })
      }
    },
  })),
  {
    id: 'recvmsg/packet-info-mapped',
    title: 'recvmsg on an IPv6 socket tells the IPv4 address that a datagram was sent to as a mapped one',
    platforms: ['linux'],
    needs: ['ipv6'],
    run(context) {
      const { sys, open, constants } = context
      const { level, receivePacketInfo } = internet(context, 'IPv6')
      const server = open('IPv6')
      sys.setsockopt(server, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, 0)
      sys.setsockopt(server, level, receivePacketInfo, 1)
      sys.bind(server, { address: '::', port: 0 })
      const { port = 0 } = sys.getsockname(server)
      sys.sendto(open('IPv4'), bytes('where to?'), 0, { address: '127.0.0.2', port })
      const { to, local } = one(receiveWhole(context, server), 'packetInfo')
      assert.deepEqual({ to, local }, { to: '::ffff:127.0.0.2', local: '::ffff:127.0.0.2' })
    },
  },
  {
    id: 'recvmsg/packet-info-broadcast',
    title: 'recvmsg tells the own address of the interface beside the broadcast address that a datagram was sent to',
    platforms: ['linux'],
    run(context) {
      const { sys, bound, constants } = context
      const { level, receivePacketInfo } = internet(context, 'IPv4')
      const server = bound('IPv4', wildcard.IPv4)
      const client = bound()
      sys.setsockopt(server.fd, level, receivePacketInfo, 1)
      sys.setsockopt(client.fd, constants.SOL_SOCKET, constants.SO_BROADCAST, 1)
      sys.sendto(client.fd, bytes('to all'), 0, { address: '127.255.255.255', port: server.address.port })
      const { to, local } = one(receiveWhole(context, server.fd), 'packetInfo')
      assert.deepEqual({ to, local }, { to: '127.255.255.255', local: loopback.IPv4 })
    },
  },
  {
    id: 'sendmsg/source',
    title: 'sendmsg sends from the address that its packet info names, and without one from the kernel’s choice',
    platforms: ['linux'],
    run({ sys, bound, receive }) {
      const server = bound()
      const client = bound('IPv4', wildcard.IPv4)
      const to = server.address
      for (const local of ['127.0.0.3', '127.0.0.1', '127.5.6.7']) {
        sys.sendmsg(client.fd, { data: bytes('from where?'), to, control: [{ kind: 'packetInfo', local }] })
        assert.equal(receive(server.fd).from?.address, local)
        sys.sendmsg(client.fd, { data: bytes('from where?'), to })
        assert.equal(receive(server.fd).from?.address, loopback.IPv4)
      }
    },
  },
  ...eachFamily((family) => ({
    id: 'sendmsg/foreign-source',
    title: 'sendmsg from an address that is not this host’s fails, and nothing leaves',
    platforms: ['linux'],
    needs: ['onlyOwnAddresses'],
    run({ sys, bound, receive }) {
      const server = bound(family)
      const client = bound(family, wildcard[family])
      const foreign = family === 'IPv4' ? '203.0.113.1' : '2001:db8::1'
      const send = (local: string, payload: string) =>
        sys.sendmsg(client.fd, {
          data: bytes(payload),
          to: server.address,
          control: [{ kind: 'packetInfo', local }],
        })
      const error = thrown(() => send(foreign, 'from afar'))
      // Kernels differ: the address, or that no route begins there.
      const codes = ['EINVAL', 'ENETUNREACH', 'EADDRNOTAVAIL']
      assert.ok(error instanceof SyscallError && codes.includes(error.code), `${error} instead of one of ${codes}`)
      send(loopback[family], 'from here')
      assert.equal(text(receive(server.fd).data), 'from here')
    },
  })),
  ...eachFamily((family) => ({
    id: 'sendmsg/interface',
    title: 'sendmsg sends by the interface that its packet info names, and fails with ENODEV where there is none',
    platforms: ['linux'],
    run({ sys, bound, receive }) {
      const server = bound(family)
      const client = bound(family, wildcard[family])
      const send = (index: number) =>
        sys.sendmsg(client.fd, {
          data: bytes('by lo'),
          to: server.address,
          control: [{ kind: 'packetInfo', family, interface: index }],
        })
      fails('ENODEV', 'sendmsg', () => send(2 ** 31 - 1))
      send(sys.if_nametoindex('lo'))
      assert.equal(text(receive(server.fd).data), 'by lo')
    },
  })),
  {
    id: 'sendmsg/answer',
    title:
      'sendmsg takes the packet info of a question as that of the answer, which comes from where the question went',
    platforms: ['linux'],
    run(context) {
      const { sys, bound, receive } = context
      const { level, receivePacketInfo } = internet(context, 'IPv4')
      const server = bound('IPv4', wildcard.IPv4)
      sys.setsockopt(server.fd, level, receivePacketInfo, 1)
      const client = bound()
      sys.sendto(client.fd, bytes('question'), 0, { address: '127.0.0.9', port: server.address.port })
      const question = receiveWhole(context, server.fd)
      sys.sendmsg(server.fd, { data: bytes('answer'), to: question.from, control: [one(question, 'packetInfo')] })
      const { from } = receive(client.fd)
      assert.deepEqual([from?.address, from?.port], ['127.0.0.9', server.address.port])
    },
  },
  ...eachFamily((family) => ({
    id: 'recvmsg/traffic-class',
    title: 'recvmsg tells the traffic class that the sender’s socket has set, with its ECN bits',
    run(context) {
      const { sys, bound } = context
      const { level, receiveTrafficClass, trafficClass } = internet(context, family)
      const server = bound(family)
      const client = bound(family)
      sys.setsockopt(server.fd, level, receiveTrafficClass, 1)
      for (const [value, dscp, ecn] of [
        [0xb9, 46, 1],
        [0x02, 0, 2],
        [0x00, 0, 0],
      ] as const) {
        sys.setsockopt(client.fd, level, trafficClass, value)
        sys.sendto(client.fd, bytes('x'), 0, server.address)
        const { kind, ...rest } = one(receiveWhole(context, server.fd), 'trafficClass')
        assert.deepEqual({ ...rest }, { family, trafficClass: value, dscp, ecn })
      }
    },
  })),
  ...eachFamily((family) => ({
    id: 'sendmsg/traffic-class',
    title: 'sendmsg sets the traffic class of one datagram, and of no other',
    run(context) {
      const { sys, bound } = context
      const { level, receiveTrafficClass } = internet(context, family)
      const server = bound(family)
      const client = bound(family)
      sys.setsockopt(server.fd, level, receiveTrafficClass, 1)
      const send = (...control: ControlInit[]) => {
        sys.sendmsg(client.fd, { data: bytes('x'), to: server.address, control })
        return one(receiveWhole(context, server.fd), 'trafficClass').trafficClass
      }
      for (const trafficClass of [0x01, 0xfe, 0x28]) {
        assert.equal(send({ kind: 'trafficClass', family, trafficClass }), trafficClass)
        assert.equal(send(), 0)
      }
    },
  })),
  ...eachFamily((family) => ({
    id: 'recvmsg/hop-limit',
    title: 'recvmsg tells the hop limit that a datagram arrives with',
    run(context) {
      const { sys, bound } = context
      const { level, receiveHopLimit, hopLimit } = internet(context, family)
      const server = bound(family)
      const client = bound(family)
      sys.setsockopt(server.fd, level, receiveHopLimit, 1)
      for (const value of [1, 77, 255]) {
        sys.setsockopt(client.fd, level, hopLimit, value)
        sys.sendto(client.fd, bytes('x'), 0, server.address)
        const { kind, ...rest } = one(receiveWhole(context, server.fd), 'hopLimit')
        assert.deepEqual({ ...rest }, { family, hopLimit: value })
      }
    },
  })),
  ...eachFamily((family) => ({
    id: 'sendmsg/hop-limit',
    title: 'sendmsg sets the hop limit of one datagram, and of no other',
    platforms: ['linux'],
    run(context) {
      const { sys, bound } = context
      const { level, receiveHopLimit, hopLimit } = internet(context, family)
      const server = bound(family)
      const client = bound(family)
      sys.setsockopt(server.fd, level, receiveHopLimit, 1)
      sys.setsockopt(client.fd, level, hopLimit, 9)
      const send = (...control: ControlInit[]) => {
        sys.sendmsg(client.fd, { data: bytes('x'), to: server.address, control })
        return one(receiveWhole(context, server.fd), 'hopLimit').hopLimit
      }
      for (const value of [1, 200, 255]) {
        assert.equal(send({ kind: 'hopLimit', family, hopLimit: value }), value)
        assert.equal(send(), 9)
      }
    },
  })),
  {
    id: 'sendmsg/several-controls',
    title: 'sendmsg takes several control messages, and recvmsg tells all that were asked for',
    platforms: ['linux'],
    run(context) {
      const { sys, bound } = context
      const { level, receiveHopLimit, receivePacketInfo, receiveTrafficClass } = internet(context, 'IPv4')
      const server = bound()
      const client = bound('IPv4', wildcard.IPv4)
      for (const option of [receiveHopLimit, receivePacketInfo, receiveTrafficClass]) {
        sys.setsockopt(server.fd, level, option, 1)
      }
      sys.sendmsg(client.fd, {
        data: [bytes('one '), bytes('two')],
        to: server.address,
        control: [
          { kind: 'hopLimit', family: 'IPv4', hopLimit: 3 },
          { kind: 'packetInfo', local: '127.0.0.4' },
          { kind: 'trafficClass', family: 'IPv4', trafficClass: 0x88 },
        ],
      })
      const received = receiveWhole(context, server.fd)
      assert.equal(text(received.data), 'one two')
      assert.equal(received.from?.address, '127.0.0.4')
      assert.equal(one(received, 'hopLimit').hopLimit, 3)
      assert.equal(one(received, 'packetInfo').to, loopback.IPv4)
      assert.equal(one(received, 'trafficClass').trafficClass, 0x88)
    },
  },
  {
    id: 'sendmsg/refused-control',
    title: 'sendmsg with a control message that the kernel refuses fails with EINVAL, and nothing leaves',
    platforms: ['linux'],
    run({ sys, bound, receive }) {
      const server = bound()
      const client = bound()
      const send = (hopLimit: number) =>
        sys.sendmsg(client.fd, {
          data: Uint8Array.of(hopLimit),
          to: server.address,
          control: [{ kind: 'hopLimit', family: 'IPv4', hopLimit }],
        })
      fails('EINVAL', 'sendmsg', () => send(0))
      send(1)
      assert.deepEqual([...receive(server.fd).data], [1])
    },
  },
  {
    id: 'recvmsg/raw-control',
    title: 'recvmsg hands a control message over as it is where core has no name for it',
    platforms: ['linux'],
    constants: ['IP_RECVORIGDSTADDR', 'IP_ORIGDSTADDR'],
    run(context) {
      const { sys, bound, constants } = context
      const server = bound('IPv4', '127.0.0.7')
      sys.setsockopt(server.fd, constants.IPPROTO_IP, constants.IP_RECVORIGDSTADDR ?? -1, 1)
      sys.sendto(bound().fd, bytes('x'), 0, server.address)
      const { level, type, data } = one(receiveWhole(context, server.fd), 'raw')
      assert.deepEqual([level, type], [constants.IPPROTO_IP, constants.IP_ORIGDSTADDR])
      const { port } = server.address
      assert.deepEqual([...data.subarray(2, 8)], [port >>> 8, port & 0xff, 127, 0, 0, 7])
    },
  },
  {
    id: 'sendmsg/raw-control',
    title:
      'sendmsg sends a control message that is given by level, type and bytes, and control data that is given whole',
    platforms: ['linux'],
    run(context) {
      const { sys, bound, constants } = context
      const { level, receiveHopLimit } = internet(context, 'IPv4')
      const server = bound()
      const client = bound()
      sys.setsockopt(server.fd, level, receiveHopLimit, 1)
      const send = (control: readonly ControlInit[] | Uint8Array) => {
        sys.sendmsg(client.fd, { data: bytes('x'), to: server.address, control })
        return one(receiveWhole(context, server.fd), 'hopLimit').hopLimit
      }
      const hops = (value: number) => new Uint8Array(Int32Array.of(value).buffer)
      assert.equal(send([{ kind: 'raw', level, type: constants.IP_TTL, data: hops(5) }]), 5)
      const header = new Uint8Array(new BigUint64Array([20n]).buffer)
      const name = new Uint8Array(Int32Array.of(level, constants.IP_TTL).buffer)
      assert.equal(send(Uint8Array.of(...header, ...name, ...hops(6), 0, 0, 0, 0)), 6)
    },
  },
  {
    id: 'recvmsg/path-mtu',
    title: 'recvmsg tells the MTU of a path that a datagram was too large for, with IPV6_RECVPATHMTU',
    platforms: ['linux'],
    needs: ['ipv6'],
    run(context) {
      const { sys, bound, constants } = context
      const { IPPROTO_IPV6, IPV6_MTU = -1, IPV6_DONTFRAG, IPV6_RECVPATHMTU = -1 } = constants
      const server = bound('IPv6')
      const client = bound('IPv6')
      sys.setsockopt(client.fd, IPPROTO_IPV6, IPV6_MTU, 1280)
      sys.setsockopt(client.fd, IPPROTO_IPV6, IPV6_DONTFRAG, 1)
      sys.setsockopt(client.fd, IPPROTO_IPV6, IPV6_RECVPATHMTU, 1)
      fails('EMSGSIZE', 'sendto', () => sys.sendto(client.fd, new Uint8Array(2000), 0, server.address))
      const received = receiveWhole(context, client.fd)
      const { to, mtu } = one(received, 'pathMtu')
      assert.deepEqual([received.size, to?.address, mtu], [0, loopback.IPv6, 1280])
      sys.sendto(client.fd, bytes('small'), 0, server.address)
      none(receiveWhole(context, server.fd), 'pathMtu')
    },
  },
]
