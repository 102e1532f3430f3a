import assert from 'node:assert/strict'
import { type Case, eachFamily } from '../case.js'
import { isInherited, openSockets } from '../descriptors.js'
import { fails } from '../expect.js'
import { loopback } from '../inet.js'

/** socket(2), close(2) */
export const socketCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'socket/opens',
    title: 'socket opens a UDP socket of the family that was asked for',
    run({ sys, open }) {
      const fd = open(family)
      sys.bind(fd, { address: loopback[family], port: 0 })
      assert.equal(sys.getsockname(fd).family, family)
    },
  })),
  {
    id: 'socket/unknown-family',
    title: 'socket fails with EAFNOSUPPORT where the kernel has no such family',
    run({ sys, constants }) {
      for (const domain of [255, -1]) fails('EAFNOSUPPORT', 'socket', () => sys.socket(domain, constants.SOCK_DGRAM))
    },
  },
  {
    id: 'socket/protocol',
    title: 'socket passes the protocol on: UDP is a datagram protocol, protocol 255 of that family is none',
    run({ sys, constants }) {
      sys.socket(constants.AF_INET, constants.SOCK_DGRAM, constants.IPPROTO_UDP)
      fails('EPROTONOSUPPORT', 'socket', () => sys.socket(constants.AF_INET, constants.SOCK_DGRAM, 255))
    },
  },
  {
    id: 'socket/non-blocking',
    title: 'socket with SOCK_NONBLOCK opens a socket that does not wait',
    constants: ['SOCK_NONBLOCK'],
    run({ bound, receive, patience, constants }) {
      const { fd } = bound('IPv4', loopback.IPv4, constants.SOCK_NONBLOCK)
      const begin = performance.now()
      fails('EAGAIN', 'recvfrom', () => receive(fd))
      assert.ok(performance.now() - begin < patience / 2, 'the call waited')
    },
  },
  {
    id: 'socket/no-options',
    title: 'socket sets no option of its own',
    run({ sys, open, constants }) {
      const fd = open()
      const value = new Int32Array(1)
      for (const name of ['SO_REUSEADDR', 'SO_REUSEPORT', 'SO_BROADCAST'] as const) {
        const option = constants[name]
        if (option === undefined) continue
        sys.getsockopt(fd, constants.SOL_SOCKET, option, new Uint8Array(value.buffer))
        assert.equal(value[0], 0, name)
      }
    },
  },
  {
    id: 'socket/close-on-exec',
    title: 'socket opens a descriptor that a child process does not inherit',
    needs: ['openDescriptors'],
    run({ open }) {
      assert.ok(!isInherited(open()), 'the child has the socket')
    },
  },
  {
    id: 'close/closes',
    title: 'close gives the port back at once',
    run({ sys, bound, open }) {
      const { fd, address } = bound()
      sys.close(fd)
      sys.bind(open(), address)
    },
  },
  {
    id: 'close/no-leak',
    title: 'no call leaves a descriptor behind, failed or not',
    needs: ['openDescriptors'],
    run({ sys, bound, open, receive, constants }) {
      const before = openSockets()
      for (let i = 0; i < 10; i++) {
        const { fd, address } = bound()
        const second = open()
        fails('EAFNOSUPPORT', 'socket', () => sys.socket(255, constants.SOCK_DGRAM))
        fails('EADDRINUSE', 'bind', () => sys.bind(second, address))
        fails('EMSGSIZE', 'sendto', () => sys.sendto(second, new Uint8Array(65_508), 0, address))
        sys.sendto(second, new Uint8Array(1), 0, address)
        receive(fd)
        fails('ENOPROTOOPT', 'getsockopt', () => sys.getsockopt(fd, constants.SOL_SOCKET, 9999, new Uint8Array(4)))
        sys.close(fd)
        sys.close(second)
      }
      assert.deepEqual(openSockets(), before)
    },
  },
]
