import assert from 'node:assert/strict'
import type { Case } from '../../case.js'
import { bytes, fails, text } from '../../expect.js'
import { loopbackInterface } from '../../facts.js'
import { foreign, loopback } from '../../inet.js'

/** What options do, and where their values end. */
export const optionEffectCases: Case[] = [
  {
    id: 'setOption/buffer-size',
    title: 'setOption of SO_RCVBUF and SO_SNDBUF is read back doubled by getOption',
    platforms: ['linux'],
    run({ sys, open }) {
      const fd = open()
      for (const option of ['SO_RCVBUF', 'SO_SNDBUF'] as const) {
        sys.setOption(fd, option, 30_000)
        assert.equal(sys.getOption(fd, option), 60_000)
      }
    },
  },
  {
    id: 'setOption/buffer-force',
    title:
      'setOption of SO_RCVBUFFORCE and SO_SNDBUFFORCE goes beyond the limit that holds for SO_RCVBUF and SO_SNDBUF',
    platforms: ['linux'],
    needs: ['networkAdministration'],
    run({ sys, open }) {
      const fd = open()
      const huge = 2 ** 28
      for (const option of ['SO_RCVBUF', 'SO_SNDBUF'] as const) {
        sys.setOption(fd, option, huge)
        assert.ok(sys.getOption(fd, option) < 2 * huge, 'this host has no limit')
        sys.setOption(fd, `${option}FORCE`, huge)
        assert.equal(sys.getOption(fd, option), 2 * huge)
      }
    },
  },
  {
    id: 'setOption/time-out',
    title: 'setOption of SO_RCVTIMEO bounds a receive to so many milliseconds',
    run({ sys, bound, receive }) {
      const { fd } = bound()
      sys.setOption(fd, 'SO_RCVTIMEO', 60)
      assert.equal(sys.getOption(fd, 'SO_RCVTIMEO'), 60)
      const begin = performance.now()
      fails('EAGAIN', 'recvfrom', () => receive(fd))
      assert.ok(performance.now() - begin >= 50, 'the call did not wait')
    },
  },
  {
    id: 'setOption/time-to-live',
    title:
      'setOption takes a time to live of 1 to 255 for unicast and 0 to 255 for multicast, and else fails with EINVAL',
    platforms: ['linux'],
    run({ sys, open }) {
      const fd = open()
      // -1 asks for the system's own.
      for (const [option, taken, refused] of [
        ['IP_TTL', [1, 255], [-2, 0, 256, 257]],
        ['IP_MULTICAST_TTL', [0, 255], [-2, 256, 257]],
      ] as const) {
        for (const ttl of taken) {
          sys.setOption(fd, option, ttl)
          assert.equal(sys.getOption(fd, option), ttl)
        }
        for (const ttl of refused) {
          fails('EINVAL', 'setsockopt', () => sys.setOption(fd, option, ttl))
        }
        assert.equal(sys.getOption(fd, option), 255)
      }
    },
  },
  {
    id: 'setOption/hop-limit',
    title: 'setOption takes a hop limit of 0 to 255, and else fails with EINVAL',
    platforms: ['linux'],
    needs: ['ipv6'],
    run({ sys, open }) {
      const fd = open('IPv6')
      for (const option of ['IPV6_UNICAST_HOPS', 'IPV6_MULTICAST_HOPS'] as const) {
        for (const hops of [0, 255]) {
          sys.setOption(fd, option, hops)
          assert.equal(sys.getOption(fd, option), hops)
        }
        for (const hops of [-2, 256, 257]) {
          fails('EINVAL', 'setsockopt', () => sys.setOption(fd, option, hops))
        }
      }
    },
  },
  {
    id: 'setOption/words',
    title: 'setOption takes the words of IP_MTU_DISCOVER and SO_TIMESTAMPING for the numbers that they stand for',
    constants: ['IP_MTU_DISCOVER', 'SO_TIMESTAMPING'],
    run({ sys, open, constants }) {
      const fd = open()
      for (const word of ['DO', 'DONT', 'PROBE', 'WANT'] as const) {
        sys.setOption(fd, 'IP_MTU_DISCOVER', word)
        assert.equal(sys.getOption(fd, 'IP_MTU_DISCOVER'), constants[`IP_PMTUDISC_${word}`])
      }
      sys.setOption(fd, 'SO_TIMESTAMPING', ['RX_SOFTWARE', 'SOFTWARE'])
      const { SOF_TIMESTAMPING_RX_SOFTWARE = 0, SOF_TIMESTAMPING_SOFTWARE = 0 } = constants
      const sum = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE
      assert.equal(sys.getOption(fd, 'SO_TIMESTAMPING'), sum)
      sys.setOption(fd, 'SO_TIMESTAMPING', 0)
      assert.equal(sys.getOption(fd, 'SO_TIMESTAMPING'), 0)
      sys.setOption(fd, 'SO_TIMESTAMPING', sum)
      assert.equal(sys.getOption(fd, 'SO_TIMESTAMPING'), sum)
    },
  },
  {
    id: 'setOption/reuse-port',
    title: 'setOption of SO_REUSEPORT lets two sockets have one port, which is taken without it',
    constants: ['SO_REUSEPORT'],
    run({ sys, open }) {
      const [first, second, third] = [open(), open(), open()]
      sys.setOption(first, 'SO_REUSEPORT', true)
      sys.bind(first, { address: loopback.IPv4, port: 0 })
      const own = sys.getsockname(first)
      fails('EADDRINUSE', 'bind', () => sys.bind(third, own))
      sys.setOption(second, 'SO_REUSEPORT', true)
      sys.bind(second, own)
      assert.deepEqual(sys.getsockname(second), own)
    },
  },
  {
    id: 'setOption/segment-size',
    title: 'setOption of UDP_SEGMENT cuts what is sent into datagrams of so many bytes, until it is 0 again',
    constants: ['UDP_SEGMENT'],
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const sender = bound()
      const sent = (data: string, received: readonly string[]) => {
        sys.sendto(sender.fd, bytes(data), 0, address)
        for (const each of received) assert.equal(text(receive(fd).data), each)
      }
      sys.setOption(sender.fd, 'UDP_SEGMENT', 4)
      sent('onetwotre4', ['onet', 'wotr', 'e4'])
      sys.setOption(sender.fd, 'UDP_SEGMENT', 0)
      sent('onetwotre4', ['onetwotre4'])
      fails('EINVAL', 'setsockopt', () => sys.setOption(sender.fd, 'UDP_SEGMENT', 65_536))
    },
  },
  {
    id: 'setOption/broadcast',
    title: 'setOption of SO_BROADCAST allows sending to a broadcast address, which fails with EACCES without it',
    platforms: ['linux'],
    run({ sys, open, bound, receive }) {
      const receiver = bound('IPv4', '0.0.0.0')
      const everybody = { address: '127.255.255.255', port: receiver.address.port }
      const fd = open()
      fails('EACCES', 'sendto', () => sys.sendto(fd, bytes('all'), 0, everybody))
      sys.setOption(fd, 'SO_BROADCAST', true)
      sys.sendto(fd, bytes('all'), 0, everybody)
      assert.equal(text(receive(receiver.fd).data), 'all')
    },
  },
  {
    id: 'setOption/free-bind',
    title: 'setOption of IP_FREEBIND lets a socket be bound to an address that the host has not',
    constants: ['IP_FREEBIND'],
    needs: ['onlyOwnAddresses'],
    run({ sys, open }) {
      const fd = open()
      fails('EADDRNOTAVAIL', 'bind', () => sys.bind(fd, { address: foreign, port: 0 }))
      sys.setOption(fd, 'IP_FREEBIND', true)
      sys.bind(fd, { address: foreign, port: 0 })
      assert.equal(sys.getsockname(fd).address, foreign)
    },
  },
  {
    id: 'setOption/bind-without-port',
    title: 'setOption of IP_BIND_ADDRESS_NO_PORT has bind to port 0 leave the choice to connect',
    constants: ['IP_BIND_ADDRESS_NO_PORT'],
    run({ sys, open, bound }) {
      const peer = bound()
      const fd = open()
      sys.setOption(fd, 'IP_BIND_ADDRESS_NO_PORT', true)
      sys.bind(fd, { address: loopback.IPv4, port: 0 })
      assert.equal(sys.getsockname(fd).port, 0)
      sys.connect(fd, peer.address)
      assert.notEqual(sys.getsockname(fd).port, 0)
    },
  },
  {
    id: 'setOption/bind-to-device',
    title: 'setOption of SO_BINDTODEVICE and SO_BINDTOIFINDEX ties a socket to an interface by name and by index',
    constants: ['SO_BINDTODEVICE', 'SO_BINDTOIFINDEX'],
    needs: ['rawSockets'],
    run({ sys, open, bound, receive }) {
      const name = loopbackInterface()
      const index = sys.if_nametoindex(name)
      const { fd, address } = bound()
      assert.equal(sys.getOption(fd, 'SO_BINDTODEVICE'), '')
      sys.setOption(fd, 'SO_BINDTODEVICE', name)
      assert.equal(sys.getOption(fd, 'SO_BINDTODEVICE'), name)
      assert.equal(sys.getOption(fd, 'SO_BINDTOIFINDEX'), index)
      sys.sendto(fd, bytes('here'), 0, address)
      assert.equal(text(receive(fd).data), 'here')
      sys.setOption(fd, 'SO_BINDTODEVICE', '')
      assert.equal(sys.getOption(fd, 'SO_BINDTOIFINDEX'), 0)

      const other = open()
      for (const each of [index, name]) {
        sys.setOption(other, 'SO_BINDTOIFINDEX', each)
        assert.equal(sys.getOption(other, 'SO_BINDTODEVICE'), name)
        sys.setOption(other, 'SO_BINDTOIFINDEX', 0)
        assert.equal(sys.getOption(other, 'SO_BINDTODEVICE'), '')
      }
      fails('ENODEV', 'setsockopt', () => sys.setOption(other, 'SO_BINDTODEVICE', 'no-such-device'))
      fails('ENODEV', 'if_nametoindex', () => sys.setOption(other, 'SO_BINDTOIFINDEX', 'no-such-device'))
    },
  },
]
