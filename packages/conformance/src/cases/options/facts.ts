import assert from 'node:assert/strict'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Case, eachFamily } from '../../case.js'
import { bytes, fails } from '../../expect.js'

/** Options that tell something of the socket. */
export const optionFactCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'getOption/identity',
    title: 'getOption of SO_TYPE, SO_DOMAIN and SO_PROTOCOL tells what the socket was opened as',
    constants: ['SO_DOMAIN', 'SO_PROTOCOL'],
    run({ sys, open, constants }) {
      const fd = open(family)
      assert.equal(sys.getOption(fd, 'SO_TYPE'), constants.SOCK_DGRAM)
      assert.equal(sys.getOption(fd, 'SO_DOMAIN'), family === 'IPv4' ? constants.AF_INET : constants.AF_INET6)
      assert.equal(sys.getOption(fd, 'SO_PROTOCOL'), constants.IPPROTO_UDP)
    },
  })),
  {
    id: 'getOption/cookie',
    title: 'getOption of SO_COOKIE yields a BigInt that each socket keeps and no two share',
    constants: ['SO_COOKIE'],
    run({ sys, open }) {
      const fds = Array.from({ length: 5 }, () => open())
      const cookies = fds.map((fd) => sys.getOption(fd, 'SO_COOKIE'))
      assert.ok(cookies.every((cookie) => typeof cookie === 'bigint' && cookie > 0n))
      assert.equal(new Set(cookies).size, fds.length)
      assert.deepEqual(
        fds.map((fd) => sys.getOption(fd, 'SO_COOKIE')),
        cookies,
      )
    },
  },
  {
    id: 'getOption/error',
    title: 'getOption of SO_ERROR yields the name of the pending error, and clears it',
    run({ sys, bound, constants, patience }) {
      const closed = bound()
      const { fd } = bound()
      assert.equal(sys.getOption(fd, 'SO_ERROR'), null)
      sys.close(closed.fd)
      sys.connect(fd, closed.address)
      sys.sendto(fd, bytes('nobody'), 0, null)
      const ready = sys.poll([{ fd, events: 0 }], patience)
      assert.ok(((ready[0]?.revents ?? 0) & constants.POLLERR) !== 0, 'no error came')
      assert.equal(sys.getOption(fd, 'SO_ERROR'), 'ECONNREFUSED')
      assert.equal(sys.getOption(fd, 'SO_ERROR'), null)
    },
  },
  {
    id: 'getOption/memory-info',
    title: 'getOption of SO_MEMINFO shows what waits to be received, and counts what was lost for want of room',
    constants: ['SO_MEMINFO'],
    run({ sys, bound }) {
      const { fd, address } = bound()
      const sender = bound()
      sys.setOption(fd, 'SO_RCVBUF', 8192)
      const size = sys.getOption(fd, 'SO_RCVBUF')
      const before = sys.getOption(fd, 'SO_MEMINFO')
      assert.equal(before.drops, 0)
      assert.equal(before.rmemAlloc, 0)
      assert.equal(before.rcvbuf, size)
      assert.equal(before.sndbuf, sys.getOption(fd, 'SO_SNDBUF'))
      for (let sent = 0; sent < 100; sent++) sys.sendto(sender.fd, new Uint8Array(1024), 0, address)
      const after = sys.getOption(fd, 'SO_MEMINFO')
      assert.ok(after.rmemAlloc > 0 && after.rmemAlloc < 2 * size, `${after.rmemAlloc} bytes wait`)
      assert.ok(after.drops > 0 && after.drops < 100, `${after.drops} of 100 were dropped`)
    },
  },
  {
    id: 'getOption/path-mtu',
    title: 'getOption of IP_MTU fails with ENOTCONN on an unconnected socket, and on a connected one tells the MTU',
    constants: ['IP_MTU'],
    run({ sys, bound }) {
      const peer = bound()
      const { fd } = bound()
      fails('ENOTCONN', 'getsockopt', () => sys.getOption(fd, 'IP_MTU'))
      sys.connect(fd, peer.address)
      const mtu = sys.getOption(fd, 'IP_MTU')
      assert.ok(mtu >= 576 && mtu <= 65_536, `an MTU of ${mtu}`)
    },
  },
  {
    id: 'getOption/path-mtu-ipv6',
    title:
      'getOption of IPV6_MTU and IPV6_PATHMTU fails with ENOTCONN on an unconnected socket, and on a connected one tells the MTU',
    constants: ['IPV6_MTU', 'IPV6_PATHMTU'],
    needs: ['ipv6'],
    run({ sys, bound }) {
      const peer = bound('IPv6')
      const { fd } = bound('IPv6')
      fails('ENOTCONN', 'getsockopt', () => sys.getOption(fd, 'IPV6_MTU'))
      fails('ENOTCONN', 'getsockopt', () => sys.getOption(fd, 'IPV6_PATHMTU'))
      sys.connect(fd, peer.address)
      const mtu = sys.getOption(fd, 'IPV6_MTU')
      assert.ok(mtu >= 1280 && mtu <= 65_536, `an MTU of ${mtu}`)
      assert.equal(sys.getOption(fd, 'IPV6_PATHMTU'), mtu)
    },
  },
  {
    id: 'getOption/no-peer-credentials',
    title: 'getOption of SO_PEERCRED without a peer process yields process 0, and nobody',
    constants: ['SO_PEERCRED'],
    run({ sys, open }) {
      assert.deepEqual(sys.getOption(open(), 'SO_PEERCRED'), { pid: 0, uid: 2 ** 32 - 1, gid: 2 ** 32 - 1 })
    },
  },
  {
    id: 'getOption/peer-credentials',
    title: 'getOption of SO_PEERCRED tells the process, user and group that a Unix socket is connected to',
    constants: ['SO_PEERCRED'],
    platforms: ['linux'],
    async run({ sys, constants }) {
      // The kernel notes them when a connection is made, which datagram sockets have none of.
      const folder = mkdtempSync(join(tmpdir(), 'sendto-'))
      const path = join(folder, 'peer')
      const server = createServer().listen(path)
      try {
        await once(server, 'listening')
        const fd = sys.socket(constants.AF_UNIX, constants.SOCK_STREAM)
        sys.connect(fd, { path })
        const own = { pid: process.pid, uid: process.geteuid?.(), gid: process.getegid?.() }
        assert.deepEqual(sys.getOption(fd, 'SO_PEERCRED'), own)
      } finally {
        server.close()
        rmSync(folder, { recursive: true })
      }
    },
  },
  {
    id: 'setOption/bad-descriptor',
    title:
      'setOption and getOption fail with EBADF for a number that is no descriptor, with ENOTSOCK for one of no socket',
    run({ sys }) {
      const file = openSync(devNull, 'r+')
      try {
        for (const [fd, code] of [
          [-1, 'EBADF'],
          [2 ** 31 - 1, 'EBADF'],
          [file, 'ENOTSOCK'],
        ] as const) {
          fails(code, 'setsockopt', () => sys.setOption(fd, 'SO_BROADCAST', true))
          fails(code, 'getsockopt', () => sys.getOption(fd, 'SO_BROADCAST'))
        }
      } finally {
        closeSync(file)
      }
    },
  },
  {
    id: 'setOption/other-family',
    title: 'setOption of an option that belongs to another family fails with ENOPROTOOPT',
    platforms: ['linux'],
    run({ sys, open }) {
      const fd = open()
      fails('ENOPROTOOPT', 'setsockopt', () => sys.setOption(fd, 'IPV6_RECVPKTINFO', true))
      fails('ENOPROTOOPT', 'setsockopt', () => sys.setOption(fd, 'ICMP_FILTER', 1))
    },
  },
]
