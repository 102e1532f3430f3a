import assert from 'node:assert/strict'
import { type MessageVector, type Syscalls, timeval } from '@sendto/core'
import { marked, receiveAll, sendAll } from '../batch.js'
import { type Case, eachFamily } from '../case.js'
import { bytes, fails, refuses, text } from '../expect.js'
import { loopback } from '../inet.js'

/** sendmmsg(2), recvmmsg(2): what arrives, in which order, and what the counts say. */
export const batchCases: Case[] = [
  ...eachFamily((family) => ({
    id: 'sendmmsg/batch',
    title:
      'sendmmsg sends messages of different sizes to different peers, and each peer receives its own in their order',
    run({ sys, bound }) {
      const peers = [bound(family), bound(family), bound(family)]
      const client = bound(family)
      const vector = sys.createVector({ slots: 40, slotSize: 1200 })
      const size = (slot: number) => [0, 1, 1200, 63, 700][slot % 5] as number
      for (let slot = 0; slot < 40; slot++) {
        const peer = peers[slot % 3]
        vector.set(slot, marked(slot, size(slot)), peer?.address ?? null)
      }
      sendAll(sys, client.fd, vector, 40)
      for (const [index, { fd }] of peers.entries()) {
        const expected = Array.from({ length: 40 }, (_, slot) => slot).filter((slot) => slot % 3 === index)
        assert.deepEqual(
          receiveAll(sys, fd, vector, expected.length),
          expected.map((slot) => ({ from: client.address, data: [...marked(slot, size(slot))], flags: 0 })),
        )
      }
    },
  })),
  {
    id: 'sendmmsg/range',
    title: 'sendmmsg sends the slots from `from` on, `count` of them or all that follow, and nothing for a count of 0',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 5, slotSize: 1 })
      for (let slot = 0; slot < 5; slot++) vector.set(slot, Uint8Array.of(slot), address)
      assert.equal(sys.sendmmsg(fd, vector, 0, 0), 0)
      assert.equal(sys.sendmmsg(fd, vector, 5), 0)
      sys.sendmmsg(fd, vector, 2, 1)
      sys.sendmmsg(fd, vector, 4)
      sys.sendmmsg(fd, vector, 0, 1)
      for (const expected of [2, 4, 0]) assert.deepEqual([...receive(fd).data], [expected])
      assert.equal(sys.sendmmsg(fd, vector), 5)
      for (const expected of [0, 1, 2, 3, 4]) assert.deepEqual([...receive(fd).data], [expected])
    },
  },
  {
    id: 'sendmmsg/many',
    title: 'sendmmsg of more messages than 20, 204 and 1024, over several calls, loses none and keeps their order',
    run({ sys, bound }) {
      // So many receivers, since the buffer of one would not hold all.
      const receivers = Array.from({ length: 16 }, () => bound())
      const client = bound()
      const vector = sys.createVector({ slots: 1024, slotSize: 4 })
      const word = new Uint8Array(4)
      const received = sys.createVector({ slots: 1024, slotSize: 4 })
      for (const [begin, count] of [
        [0, 1024],
        [1024, 476],
      ] as const) {
        for (let slot = 0; slot < count; slot++) {
          new DataView(word.buffer).setUint32(0, begin + slot)
          vector.set(slot, word, receivers[slot % 16]?.address ?? null)
        }
        sendAll(sys, client.fd, vector, count)
        for (const [index, { fd }] of receivers.entries()) {
          const expected = Array.from({ length: count }, (_, i) => i).filter((i) => i % 16 === index)
          const numbers = receiveAll(sys, fd, received, expected.length).map(({ data }) =>
            new DataView(Uint8Array.from(data).buffer).getUint32(0),
          )
          assert.deepEqual(
            numbers,
            expected.map((i) => begin + i),
          )
        }
      }
    },
  },
  {
    id: 'sendmmsg/stops-short',
    title:
      'sendmmsg stops at a message that cannot leave: the count says what left, and its error comes with the next call',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 6, slotSize: 65_535 })
      for (let slot = 0; slot < 6; slot++) vector.set(slot, Uint8Array.of(slot), address)
      vector.set(3, 65_508, address)
      assert.equal(sys.sendmmsg(fd, vector), 3)
      for (let i = 0; i < 2; i++) fails('EMSGSIZE', 'sendmmsg', () => sys.sendmmsg(fd, vector, 3))
      assert.equal(sys.sendmmsg(fd, vector, 4), 2)
      for (const expected of [0, 1, 2, 4, 5]) assert.deepEqual([...receive(fd).data], [expected])
    },
  },
  {
    id: 'sendmmsg/refused',
    title:
      'sendmmsg on a connected socket whose peer is gone says how many left before the error came, and sends the others when called again',
    platforms: ['linux'],
    constants: ['SOCK_NONBLOCK'],
    run({ sys, bound, constants, patience }) {
      const peer = bound()
      const { fd } = bound('IPv4', loopback.IPv4, constants.SOCK_NONBLOCK)
      sys.connect(fd, peer.address)
      sys.close(peer.fd)
      const vector = sys.createVector({ slots: 5, slotSize: 8 })
      for (let slot = 0; slot < 5; slot++) vector.set(slot, Uint8Array.of(slot), null)
      sendDespite('ECONNREFUSED', sys, fd, vector, 5)
      // What the last of them has met is there for whoever calls next, once.
      assert.equal(sys.poll([{ fd, events: 0 }], patience).length, 1)
      fails('ECONNREFUSED', 'sendmmsg', () => sys.sendmmsg(fd, vector))
      assert.equal(sys.recvmmsg(fd, vector), 0)
    },
  },
  {
    id: 'sendmmsg/refused-between',
    title: 'sendmmsg to several peers, some of them gone, loses and repeats no message to the others',
    requires: ['errorQueue'],
    platforms: ['linux'],
    run({ sys, bound, receive, constants }) {
      const { fd } = bound()
      sys.setsockopt(fd, constants.IPPROTO_IP, constants.IP_RECVERR ?? 0, 1)
      const healthy = bound()
      const gone = bound()
      sys.close(gone.fd)
      const vector = sys.createVector({ slots: 9, slotSize: 8 })
      for (let slot = 0; slot < 9; slot++)
        vector.set(slot, Uint8Array.of(slot), slot % 3 === 0 ? gone.address : healthy.address)
      sendDespite('ECONNREFUSED', sys, fd, vector, 9)
      for (const expected of [1, 2, 4, 5, 7, 8]) assert.deepEqual([...receive(healthy.fd).data], [expected])
    },
  },
  {
    id: 'sendmmsg/no-destination',
    title: 'sendmmsg of a message without an address on a socket that is not connected fails with EDESTADDRREQ',
    run({ sys, open, bound }) {
      const fd = open()
      const vector = sys.createVector({ slots: 2, slotSize: 1 })
      vector.set(0, 1, bound().address)
      vector.set(1, 1, null)
      // An address that was there before counts no more.
      vector.set(0, 1, null)
      fails('EDESTADDRREQ', 'sendmmsg', () => sys.sendmmsg(fd, vector))
    },
  },
  {
    id: 'sendmmsg/connected',
    title: 'sendmmsg on a connected socket sends messages without an address to its peer',
    run({ sys, bound }) {
      const peer = bound()
      const client = bound()
      sys.connect(client.fd, peer.address)
      const vector = sys.createVector({ slots: 3, slotSize: 8 })
      for (let slot = 0; slot < 3; slot++) vector.set(slot, marked(slot, slot), null)
      sendAll(sys, client.fd, vector, 3)
      assert.deepEqual(
        receiveAll(sys, peer.fd, vector, 3),
        [0, 1, 2].map((slot) => ({ from: client.address, data: [...marked(slot, slot)], flags: 0 })),
      )
    },
  },
  {
    id: 'sendmmsg/in-place',
    title: 'sendmmsg sends what stands in the payload at the time of the call',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 2, slotSize: 8 })
      vector.set(0, bytes('early'), address)
      vector.set(1, 4, address)
      vector.payload.set(bytes('after'), 0)
      vector.payload.set(bytes('here'), 8)
      for (let i = 0; i < 2; i++) {
        sendAll(sys, fd, vector, 2)
        assert.equal(text(receive(fd).data), 'after')
        assert.equal(text(receive(fd).data), 'here')
      }
    },
  },
  {
    id: 'sendmmsg/again',
    title: 'sendmmsg and recvmmsg return 0 for EAGAIN',
    run({ sys, bound, altered, backend }) {
      const { fd, address } = bound()
      const again = () => -backend.platform.errno.EAGAIN
      const full = altered({ sendmsg: again, sendmmsg: again, recvmsg: again, recvmmsg: again })
      const vector = full.createVector({ slots: 2, slotSize: 8 })
      vector.set(0, 1, address)
      assert.equal(full.sendmmsg(fd, vector, 0, 1), 0)
      assert.equal(full.recvmmsg(fd, vector), 0)
      assert.equal(sys.getsockname(fd).port, address.port)
    },
  },
  {
    id: 'recvmmsg/at-once',
    title: 'recvmmsg takes all that is there, as far as the vector has slots, in the order in which it came',
    requires: ['dontWait'],
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVBUF, 2 ** 18)
      for (const slots of [1, 8, 250, 1024]) {
        const vector = sys.createVector({ slots, slotSize: 2 })
        for (let i = 0; i < 250; i++) sys.sendto(fd, Uint8Array.of(i, slots), 0, address)
        for (let taken = 0; taken < 250; ) {
          const messages = sys.recvmmsg(fd, vector)
          assert.equal(messages, Math.min(slots, 250 - taken))
          assert.equal(vector.datagrams.count, messages)
          for (let slot = 0; slot < messages; slot++) {
            assert.deepEqual([...vector.data(slot)], [taken + slot, slots & 0xff])
          }
          taken += messages
        }
      }
    },
  },
  {
    id: 'recvmmsg/waits-for-one',
    title: 'recvmmsg waits for the first message, and for no other',
    run({ sys, bound, patience }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 8, slotSize: 8 })
      sys.sendto(fd, bytes('alone'), 0, address)
      const begin = performance.now()
      assert.equal(sys.recvmmsg(fd, vector), 1)
      assert.ok(performance.now() - begin < patience / 2, 'it waited for more')
      assert.equal(text(vector.data(0)), 'alone')
    },
  },
  {
    id: 'recvmmsg/time-out',
    title: 'recvmmsg waits for the first message as long as SO_RCVTIMEO says, and returns 0 then',
    run({ sys, bound, backend, constants }) {
      const { fd } = bound()
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVTIMEO, timeval(backend.platform, 100))
      const vector = sys.createVector({ slots: 4, slotSize: 8 })
      const begin = performance.now()
      assert.equal(sys.recvmmsg(fd, vector), 0)
      assert.ok(performance.now() - begin > 90, 'it did not wait')
    },
  },
  {
    id: 'recvmmsg/nothing-there',
    title: 'recvmmsg returns 0 on an empty non-blocking socket, after which the vector shows no message',
    constants: ['SOCK_NONBLOCK'],
    run({ sys, bound, constants }) {
      const { fd, address } = bound('IPv4', loopback.IPv4, constants.SOCK_NONBLOCK)
      const vector = sys.createVector({ slots: 4, slotSize: 8 })
      for (const message of ['one', 'two']) sys.sendto(fd, bytes(message), 0, address)
      receiveAll(sys, fd, vector, 2)
      for (let i = 0; i < 2; i++) {
        assert.equal(sys.recvmmsg(fd, vector), 0)
        assert.deepEqual({ messages: vector.messages, count: vector.datagrams.count }, { messages: 0, count: 0 })
        refuses('ERR_OUT_OF_RANGE', 'slot', () => vector.size(0))
      }
    },
  },
  {
    id: 'recvmmsg/zero-length',
    title: 'recvmmsg receives datagrams of no bytes as messages, also between others, and into slots of no bytes',
    run({ sys, bound }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 4, slotSize: 8 })
      for (const [slot, size] of [0, 3, 0, 0].entries()) vector.set(slot, marked(slot, size), address)
      sendAll(sys, fd, vector, 4)
      assert.deepEqual(
        receiveAll(sys, fd, vector, 4).map(({ data }) => data.length),
        [0, 3, 0, 0],
      )
      const empty = sys.createVector({ slots: 2, slotSize: 0 })
      empty.set(0, new Uint8Array(0), address)
      empty.set(1, 0, address)
      sendAll(sys, fd, empty, 2)
      for (const { data, flags, from } of receiveAll(sys, fd, empty, 2)) {
        assert.deepEqual({ data, flags, from }, { data: [], flags: 0, from: address })
      }
    },
  },
  {
    id: 'recvmmsg/refused',
    title:
      'recvmmsg on a connected socket fails with ECONNREFUSED once when its peer is gone, and then goes on as usual',
    platforms: ['linux'],
    constants: ['SOCK_NONBLOCK'],
    run({ sys, bound, constants }) {
      const peer = bound()
      const client = bound('IPv4', loopback.IPv4, constants.SOCK_NONBLOCK)
      sys.connect(client.fd, peer.address)
      sys.close(peer.fd)
      const vector = sys.createVector({ slots: 2, slotSize: 8 })
      vector.set(0, 1, null)
      assert.equal(sys.sendmmsg(client.fd, vector, 0, 1), 1)
      fails('ECONNREFUSED', 'recvmmsg', () => sys.recvmmsg(client.fd, vector))
      assert.equal(sys.recvmmsg(client.fd, vector), 0)
      assert.equal(vector.messages, 0)
    },
  },
  {
    id: 'recvmmsg/answer',
    title: 'recvmmsg fills a vector that can be sent back, each message to its sender',
    run({ sys, bound }) {
      const server = bound()
      const clients = Array.from({ length: 5 }, () => bound())
      const vector = sys.createVector({ slots: 5, slotSize: 64 })
      for (let round = 0; round < 3; round++) {
        for (const [index, { fd }] of clients.entries()) sys.sendto(fd, marked(index, 10 + index), 0, server.address)
        for (let answered = 0; answered < 5; ) {
          const messages = sys.recvmmsg(server.fd, vector)
          for (let slot = 0; slot < messages; slot++) vector.set(slot, vector.size(slot), vector.from(slot))
          sendAll(sys, server.fd, vector, messages)
          answered += messages
        }
        for (const [index, { fd }] of clients.entries()) {
          const [answer] = receiveAll(sys, fd, vector, 1)
          assert.deepEqual(answer, { from: server.address, data: [...marked(index, 10 + index)], flags: 0 })
          assert.ok(Object.isFrozen(answer?.from))
        }
      }
    },
  },
]

/** Sends the first `count` slots of a vector, also where a call fails with what an earlier message has met: nothing of it has left then. */
function sendDespite(code: string, sys: Syscalls, fd: number, vector: MessageVector, count: number): void {
  for (let sent = 0, calls = 0; sent < count; calls++) {
    assert.ok(calls <= 2 * count, `${sent} messages of ${count} left with ${calls} calls`)
    try {
      sent += sys.sendmmsg(fd, vector, sent, count - sent)
    } catch (error) {
      if ((error as { code?: string }).code !== code) throw error
    }
  }
}
