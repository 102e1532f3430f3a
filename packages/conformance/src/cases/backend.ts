import assert from 'node:assert/strict'
import { encodeAddress, NameBuffer } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes, text } from '../expect.js'
import { loopback } from '../inet.js'

/** What a backend owes to core, below the calls that programs see. */
export const backendCases: Case[] = [
  {
    id: 'backend/errors-are-values',
    title: 'the backend returns the negated error number of its platform, and throws nothing',
    run({ backend, constants }) {
      const { EBADF } = backend.platform.errno
      const value = new Uint8Array(4)
      const name = encodeAddress(backend, { address: loopback.IPv4, port: 9 })
      const results = {
        bind: backend.bind(-1, name),
        connect: backend.connect(-1, name),
        getsockname: backend.getsockname(-1, new NameBuffer(backend)),
        getpeername: backend.getpeername(-1, new NameBuffer(backend)),
        shutdown: backend.shutdown(-1, constants.SHUT_RDWR),
        setNonblocking: backend.setNonblocking(-1, true),
        queued: backend.queued(-1, constants.SIOCINQ ?? 0),
        dup: backend.dup(-1),
        adopt: backend.adopt(-1),
        sendto: backend.sendto(-1, value, 0, name),
        'sendto without a name': backend.sendto(-1, value, 0, null),
        recvfrom: backend.recvfrom(-1, value, 0, null),
        getsockopt: backend.getsockopt(-1, constants.SOL_SOCKET, constants.SO_BROADCAST, value),
        setsockopt: backend.setsockopt(-1, constants.SOL_SOCKET, constants.SO_BROADCAST, value),
        close: backend.close(-1),
      }
      for (const [call, result] of Object.entries(results)) assert.equal(result, -(EBADF ?? 0), call)
    },
  },
  {
    id: 'backend/error-number',
    title: 'the backend takes the error number of the call that failed, and of no other',
    run({ backend, sys, bound, constants }) {
      const { EBADF = 0, EAFNOSUPPORT = 0, EDESTADDRREQ = 0, ENOPROTOOPT = 0 } = backend.platform.errno
      const { fd } = bound()
      const value = new Uint8Array(4)
      for (let i = 0; i < 3; i++) {
        assert.equal(backend.close(-1), -EBADF)
        assert.equal(backend.socket(255, constants.SOCK_DGRAM, 0), -EAFNOSUPPORT)
        assert.equal(backend.sendto(fd, value, 0, null), -EDESTADDRREQ)
        sys.getsockname(fd)
        assert.equal(backend.setsockopt(fd, constants.SOL_SOCKET, 9999, value), -ENOPROTOOPT)
      }
    },
  },
  {
    id: 'backend/no-name',
    title: 'the backend receives without a name buffer, where nobody asks for the sender',
    run({ backend, sys, bound }) {
      const { fd, address } = bound()
      sys.sendto(fd, bytes('x'), 0, address)
      const data = new Uint8Array(4)
      assert.equal(backend.recvfrom(fd, data, 0, null), 1)
      assert.equal(text(data.subarray(0, 1)), 'x')
    },
  },
  {
    id: 'backend/load-again',
    title: 'the backend may be loaded any number of times, and sockets outlive it',
    run({ backend, sys, bound, receive }) {
      const { fd, address } = bound()
      backend.load()
      backend.load()
      sys.sendto(fd, bytes('x'), 0, address)
      assert.equal(receive(fd).size, 1)
    },
  },
  {
    id: 'backend/declares',
    title: 'the backend declares a name in lower case, a platform, and each capability by yes or no, or by a number',
    run({ backend }) {
      assert.match(backend.name, /^[a-z][a-z0-9-]*$/)
      assert.equal(typeof backend.platform.name, 'string')
      assert.equal(backend.platform.constants.AF_INET > 0, true)
      const { maxSegments, ...others } = backend.capabilities
      assert.ok(Number.isInteger(maxSegments) && maxSegments >= 1, `maxSegments is ${maxSegments}`)
      for (const [name, value] of Object.entries(others)) assert.equal(typeof value, 'boolean', name)
      assert.equal(backend.capabilities.zeroCopy, false)
    },
  },
  {
    id: 'backend/garbage',
    title: 'the backend never takes the process down, whatever it is handed',
    async run({ start }) {
      const child = start('process', 'garbage')
      assert.equal(await child.report(), 'alive')
      await child.ended()
    },
  },
  {
    id: 'backend/two-tables',
    title: 'the backend serves two tables of calls side by side, whose addresses do not mix',
    run({ sys, bound, altered, receive }) {
      const other = altered({})
      const server = bound()
      const client = bound()
      other.sendto(client.fd, bytes('x'), 0, server.address)
      const { from } = receive(server.fd)
      assert.deepEqual(other.getsockname(server.fd), server.address)
      assert.deepEqual(from, client.address)
      assert.equal(sys.getsockname(client.fd).address, loopback.IPv4)
    },
  },
]
