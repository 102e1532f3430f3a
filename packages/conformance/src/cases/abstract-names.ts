import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { UnixAddress } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes, fails, text } from '../expect.js'

const platforms = ['linux']

/** Names of Unix sockets that are in no file system: unix(7), "Abstract sockets". */
export const abstractNameCases: Case[] = [
  {
    id: 'bind/abstract',
    title: 'bind takes an abstract name of any bytes, NULs included, and getsockname and recvfrom tell the same bytes',
    platforms,
    run({ sys, openUnix, receive }) {
      const prefix = unique()
      const names = ['', '\0', '\0\0', 'a', 'a\0', '\0a', 'é'].map((rest) => Buffer.concat([prefix, bytes(rest)]))
      names.push(Buffer.concat([prefix, Uint8Array.of(0xff, 0, 0xc3)]))
      names.push(Buffer.concat([prefix, new Uint8Array(107 - prefix.length).fill(0xfe)]))
      const client = openUnix()
      sys.bind(client, { abstract: unique() })
      const servers = names.map((abstract) => {
        const fd = openUnix()
        sys.bind(fd, { abstract })
        assert.deepEqual(sys.getsockname(fd), new UnixAddress({ abstract }))
        return fd
      })
      for (const [index, abstract] of names.entries()) sys.sendto(client, Uint8Array.of(index), 0, { abstract })
      for (const [index, fd] of servers.entries()) {
        const { data, from } = receive(fd)
        assert.deepEqual([...data], [index])
        assert.deepEqual(from, sys.getsockname(client))
      }
    },
  },
  {
    id: 'bind/abstract-taken',
    title: 'bind to a taken abstract name fails with EADDRINUSE, and close frees the name',
    platforms,
    run({ sys, openUnix }) {
      const abstract = unique()
      const first = openUnix()
      sys.bind(first, { abstract })
      const second = openUnix()
      const error = fails('EADDRINUSE', 'bind', () => sys.bind(second, { abstract }))
      assert.equal(error.address, `\0${new UnixAddress({ abstract }).abstract}`)
      sys.close(first)
      sys.bind(second, { abstract })
    },
  },
  {
    id: 'bind/abstract-empty',
    title: 'bind takes the empty abstract name, which is a name',
    platforms,
    async run({ sys, openUnix, receive, patience }) {
      const fd = openUnix()
      const address = new UnixAddress({ abstract: '' })
      // There is but one on the host, and another may have it for a moment.
      for (const deadline = performance.now() + patience; ; await new Promise((resolve) => setTimeout(resolve, 1))) {
        try {
          sys.bind(fd, address)
          break
        } catch (error) {
          if ((error as { code?: unknown }).code !== 'EADDRINUSE' || performance.now() > deadline) throw error
        }
      }
      assert.deepEqual(sys.getsockname(fd), address)
      sys.sendto(fd, bytes('x'), 0, address)
      assert.deepEqual(receive(fd).from, address)
    },
  },
  {
    id: 'bind/autobind',
    title: 'bind to the family alone has the kernel choose an abstract name of five hexadecimal digits',
    platforms,
    run({ sys, openUnix, receive }) {
      const names = [{ family: 'unix' } as const, new UnixAddress()].map((unnamed) => {
        const fd = openUnix()
        sys.bind(fd, unnamed)
        const own = sys.getsockname(fd)
        assert.match(String(own), /^unix:@[0-9a-f]{5}$/)
        sys.sendto(fd, bytes('self'), 0, own)
        const { from, data } = receive(fd)
        assert.deepEqual(from, own)
        assert.equal(text(data), 'self')
        return String(own)
      })
      assert.notEqual(names[0], names[1])
    },
  },
  {
    id: 'sendto/abstract-nobody',
    title: 'sendto to an abstract name that nobody has fails with ECONNREFUSED, and says which',
    platforms,
    run({ sys, openUnix }) {
      const address = new UnixAddress({ abstract: unique() })
      const error = fails('ECONNREFUSED', 'sendto', () => sys.sendto(openUnix(), bytes('x'), 0, address))
      assert.deepEqual([error.address, 'port' in error], [`\0${address.abstract}`, false])
      assert.equal(error.message, `sendto ECONNREFUSED ${address}`)
    },
  },
]

/** Abstract names are the whole host's. */
function unique(): Buffer {
  return Buffer.concat([bytes('sendto-'), randomBytes(12)])
}
