import assert from 'node:assert/strict'
import { Inet4Address, Inet6Address } from '@sendto/core'
import { type Case, eachFamily } from '../case.js'
import { fails, thrown } from '../expect.js'
import { firstUnprivilegedPort, linkLocal } from '../facts.js'
import { foreign, inet, loopback, wildcard } from '../inet.js'

/** bind(2), getsockname(2) */
export const nameCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'bind/port-zero',
    title: 'bind to port 0 has the kernel choose a port, which getsockname tells',
    run({ sys, open }) {
      const fd = open(family)
      sys.bind(fd, { address: loopback[family], port: 0 })
      const own = sys.getsockname(fd)
      assert.equal(own.address, loopback[family])
      assert.ok(own.port > 0)
    },
  })),
  ...eachFamily((family) => ({
    id: 'bind/given-port',
    title: 'bind takes exactly the address and port that it was given',
    run({ sys, bound, open }) {
      const { fd, address } = bound(family)
      sys.close(fd)
      const again = open(family)
      sys.bind(again, { address: loopback[family], port: address.port })
      const own = sys.getsockname(again)
      assert.deepEqual([own.address, own.port], [loopback[family], address.port])
    },
  })),
  ...eachFamily((family) => ({
    id: 'bind/wildcard',
    title: 'bind to the unspecified address receives what is sent to any address of the host',
    run({ sys, bound, open, receive }) {
      const { fd, address } = bound(family, wildcard[family])
      assert.equal(address.address, wildcard[family])
      sys.sendto(open(family), new Uint8Array(3), 0, { address: loopback[family], port: address.port })
      assert.equal(receive(fd).size, 3)
    },
  })),
  ...eachFamily((family) => ({
    id: 'getsockname/unbound',
    title: 'getsockname before bind tells the unspecified address and port 0',
    platforms: ['linux'],
    run({ sys, open }) {
      const own = family === 'IPv4' ? new Inet4Address(wildcard.IPv4, 0) : new Inet6Address(wildcard.IPv6, 0)
      assert.deepEqual(sys.getsockname(open(family)), own)
    },
  })),
  ...eachFamily((family) => ({
    id: 'bind/taken',
    title: 'bind to a taken port fails with EADDRINUSE, and says which address and port',
    run({ sys, bound, open }) {
      const { address } = bound(family)
      const error = fails('EADDRINUSE', 'bind', () => sys.bind(open(family), address))
      assert.equal(error.address, address.address)
      assert.equal(error.port, address.port)
    },
  })),
  {
    id: 'bind/foreign-address',
    title: 'bind to an address that is not of this host fails with EADDRNOTAVAIL',
    needs: ['onlyOwnAddresses'],
    run({ sys, open }) {
      const error = fails('EADDRNOTAVAIL', 'bind', () => sys.bind(open(), { address: foreign, port: 0 }))
      assert.equal(error.address, foreign)
    },
  },
  {
    id: 'bind/privileged-port',
    title: 'bind to a privileged port fails with EACCES for who is not privileged',
    needs: ['privilegedPorts'],
    async run({ start }) {
      const child = start('process', 'privilegedPort', firstUnprivilegedPort() - 1)
      assert.equal(await child.report(), 'EACCES')
      await child.ended()
    },
  },
  {
    id: 'bind/twice',
    title: 'bind of a bound socket fails with EINVAL, and leaves it where it is',
    run({ sys, bound }) {
      const { fd, address } = bound()
      fails('EINVAL', 'bind', () => sys.bind(fd, { address: loopback.IPv4, port: 0 }))
      assert.deepEqual(sys.getsockname(fd), address)
    },
  },
  {
    id: 'bind/other-family',
    title: 'bind of an IPv4 socket to an IPv6 address fails with EAFNOSUPPORT',
    run({ sys, open }) {
      const error = fails('EAFNOSUPPORT', 'bind', () => sys.bind(open('IPv4'), { address: '::1', port: 7 }))
      assert.equal(error.message, 'bind EAFNOSUPPORT [::1]:7')
    },
  },
  {
    id: 'bind/dual-stack',
    title: 'bind to :: takes the port of IPv4 as well, unless the socket has IPV6_V6ONLY',
    needs: ['ipv6'],
    run({ sys, bound, open, onOnePort, constants }) {
      onOnePort(
        () => bound('IPv4', wildcard.IPv4),
        (port) => {
          const fd = open('IPv6')
          sys.setsockopt(fd, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, 1)
          sys.bind(fd, { address: wildcard.IPv6, port })
        },
      )
      const { address } = bound('IPv4', wildcard.IPv4)
      const both = open('IPv6')
      sys.setsockopt(both, constants.IPPROTO_IPV6, constants.IPV6_V6ONLY, 0)
      fails('EADDRINUSE', 'bind', () => sys.bind(both, { address: wildcard.IPv6, port: address.port }))
    },
  },
  {
    id: 'bind/scope',
    title: 'bind to a link-local address needs its scope, and getsockname tells it',
    needs: ['linkLocal'],
    run({ sys, open }) {
      const own = linkLocal()
      assert.ok(own)
      assert.ok(
        thrown(() => sys.bind(open('IPv6'), { address: own.address, port: 0 })),
        'bound without a scope',
      )
      const fd = open('IPv6')
      sys.bind(fd, { ...own, port: 0 })
      const { port } = inet(sys.getsockname(fd))
      assert.deepEqual(sys.getsockname(fd), new Inet6Address(own.address, port, { scopeId: own.scopeId }))
    },
  },
  {
    id: 'bind/zone',
    title: 'bind reads a numeric zone in the text of the address as its scope',
    needs: ['linkLocal'],
    run({ sys, open }) {
      const own = linkLocal()
      assert.ok(own)
      const fd = open('IPv6')
      sys.bind(fd, { address: `${own.address}%${own.scopeId}`, port: 0 })
      const name = sys.getsockname(fd)
      assert.equal(name.family === 'IPv6' && name.scopeId, own.scopeId)
    },
  },
  {
    id: 'bind/zone-name',
    title: 'bind takes the name of an interface as the zone of an address, and getsockname tells its index',
    needs: ['linkLocal'],
    run({ sys, open }) {
      const own = linkLocal()
      assert.ok(own)
      const fd = open('IPv6')
      sys.bind(fd, { address: `${own.address}%${own.name}`, port: 0 })
      const name = sys.getsockname(fd)
      assert.equal(name.family === 'IPv6' && name.scopeId, own.scopeId)
    },
  },
  {
    id: 'bind/no-interface',
    title:
      'bind to an address whose zone is the name of no interface fails with ENODEV of if_nametoindex, and calls no more',
    run({ open, recorded }) {
      const fd = open('IPv6')
      const { sys, calls } = recorded()
      for (const zone of ['no such name', 'longer-than-a-name-can-be']) {
        const own = { address: `fe80::1%${zone}`, port: 0 }
        const error = fails('ENODEV', 'if_nametoindex', () => sys.bind(fd, own))
        assert.equal(error.message, `if_nametoindex ENODEV: ${zone}`)
      }
      assert.deepEqual(calls, ['if_nametoindex', 'if_nametoindex'])
    },
    needs: ['ipv6'],
  },
]
