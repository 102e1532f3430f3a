import assert from 'node:assert/strict'
import type { AddressInit } from '@sendto/core'
import { type Case, eachFamily } from '../case.js'
import { bytes, text } from '../expect.js'
import { loopback } from '../inet.js'

/** Addresses that come again, change, or resemble each other. */
export const peerCases: Case[] = [
  {
    id: 'sendto/address-changes',
    title: 'sendto reads the address anew at each call: what a program changed in it counts',
    run({ sys, bound, open, receive }) {
      const first = bound()
      const second = bound()
      const client = open()
      const to = { address: loopback.IPv4, port: first.address.port } as { address: string; port: number }
      sys.sendto(client, bytes('first'), 0, to)
      to.port = second.address.port
      sys.sendto(client, bytes('second'), 0, to)
      to.address = '127.0.0.2'
      to.port = bound('IPv4', '0.0.0.0').address.port
      sys.sendto(client, bytes('third'), 0, to)
      assert.equal(text(receive(first.fd).data), 'first')
      assert.equal(text(receive(second.fd).data), 'second')
    },
  },
  {
    id: 'sendto/many-peers',
    title: 'sendto tells many peers apart, in any order and again and again',
    run({ sys, bound, open, receive }) {
      const peers = Array.from({ length: 64 }, () => bound())
      const client = open()
      for (let round = 0; round < 3; round++) {
        for (const [index, { address }] of peers.entries()) sys.sendto(client, Uint8Array.of(round, index), 0, address)
        for (const [index, { fd }] of peers.entries()) assert.deepEqual([...receive(fd).data], [round, index])
      }
    },
  },
  ...eachFamily((family) => ({
    id: 'recvfrom/senders',
    title: 'recvfrom tells senders apart, and the same sender by an equal address each time',
    run({ sys, bound, receive }) {
      const server = bound(family)
      const clients = Array.from({ length: 5 }, () => bound(family))
      for (let round = 0; round < 3; round++) {
        for (const client of clients) {
          sys.sendto(client.fd, bytes('x'), 0, server.address)
          assert.deepEqual(receive(server.fd).from, client.address)
        }
      }
    },
  })),
  {
    id: 'recvfrom/similar-senders',
    title: 'recvfrom tells apart senders that share their port, or their address',
    platforms: ['linux'],
    run({ sys, bound, open, receive, onOnePort }) {
      const server = bound()
      onOnePort(
        () => bound('IPv4', '127.0.0.1'),
        (port) => {
          for (const last of [2, 3, 4]) {
            const fd = open()
            const address = `127.0.0.${last}`
            sys.bind(fd, { address, port })
            sys.sendto(fd, bytes('x'), 0, server.address)
            const { from } = receive(server.fd)
            assert.deepEqual({ address: from?.address, port: from?.port }, { address, port })
          }
        },
      )
    },
  },
  {
    id: 'recvfrom/answer',
    title: 'recvfrom gives an address that sendto takes, and that later calls do not change',
    run({ sys, bound, receive }) {
      const server = bound()
      const first = bound()
      const second = bound()
      sys.sendto(first.fd, bytes('1'), 0, server.address)
      const { from } = receive(server.fd)
      sys.sendto(second.fd, bytes('2'), 0, server.address)
      receive(server.fd)
      assert.ok(from !== null && Object.isFrozen(from))
      assert.deepEqual(from, first.address)
      sys.sendto(server.fd, bytes('answer'), 0, from)
      assert.equal(text(receive(first.fd).data), 'answer')
    },
  },
  {
    id: 'sendto/fields-once',
    title: 'sendto reads each field of an address once, so that what was checked is what is used',
    run({ sys, bound, open, receive }) {
      const server = bound()
      const reads: string[] = []
      const fields: AddressInit = { address: loopback.IPv4, port: server.address.port }
      const to = new Proxy(fields, {
        get(target, key) {
          reads.push(String(key))
          return Reflect.get(target, key)
        },
      })
      sys.sendto(open(), bytes('x'), 0, to)
      assert.equal(receive(server.fd).size, 1)
      assert.equal(new Set(reads).size, reads.length, `read ${reads.join(', ')}`)
    },
  },
]
