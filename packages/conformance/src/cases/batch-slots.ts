import assert from 'node:assert/strict'
import { marked, receiveAll, sendAll } from '../batch.js'
import type { Case } from '../case.js'
import { bytes, text } from '../expect.js'

/** What one receive leaves behind for the next, and what the slots of a vector have for themselves. */
export const batchSlotCases: Case[] = [
  {
    id: 'recvmmsg/truncated',
    title:
      'recvmmsg tells of each message by itself that it was longer than its slot, and writes nothing beyond the slot',
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 4, slotSize: 8 })
      for (const size of [3, 20, 8]) sys.sendto(fd, marked(size, size), 0, address)
      vector.payload.fill(0xee)
      const received = receiveAll(sys, fd, vector, 3)
      assert.deepEqual(
        received.map(({ data, flags }) => [data.length, flags]),
        [
          [3, 0],
          [8, constants.MSG_TRUNC],
          [8, 0],
        ],
      )
      assert.deepEqual(received[1]?.data, [...marked(20, 8)])
      assert.deepEqual([...vector.payload.subarray(24)], new Array(8).fill(0xee))
    },
  },
  {
    id: 'recvmmsg/resets-size',
    title: 'recvmmsg has the whole slot to itself, whatever was sent from it or received into it before',
    run({ sys, bound }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 3, slotSize: 64 })
      for (const sizes of [
        [1, 2, 0],
        [64, 63, 64],
        [5, 64, 1],
      ]) {
        for (const [slot, size] of sizes.entries()) vector.set(slot, marked(slot, size), address)
        sendAll(sys, fd, vector, 3)
        // Prepared for a send that does not come.
        for (let slot = 0; slot < 3; slot++) vector.set(slot, 1, null)
        assert.deepEqual(
          receiveAll(sys, fd, vector, 3).map(({ data }) => data),
          sizes.map((size, slot) => [...marked(slot, size)]),
        )
      }
    },
  },
  {
    id: 'recvmmsg/resets-name',
    title: 'recvmmsg has room for the longest name in every slot, whatever was there before',
    needs: ['ipv6'],
    run({ sys, bound }) {
      const inet = bound('IPv4')
      const inet6 = bound('IPv6')
      const vector = sys.createVector({ slots: 2, slotSize: 8 })
      for (const { fd, address } of [inet6, inet, inet6, inet, inet6]) {
        for (let i = 0; i < 2; i++) sys.sendto(fd, bytes('x'), 0, address)
        for (const { from } of receiveAll(sys, fd, vector, 2)) assert.deepEqual(from, address)
        // A destination of the other family, or none.
        vector.set(0, 1, inet.address)
        vector.set(1, 1, null)
      }
    },
  },
  {
    id: 'recvmmsg/resets-flags',
    title: 'recvmmsg tells of no truncation that befell another message in the same slot',
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 1, slotSize: 4 })
      for (const [message, flags] of [
        ['too long', constants.MSG_TRUNC],
        ['fits', 0],
        ['too long', constants.MSG_TRUNC],
        ['', 0],
      ] as const) {
        sys.sendto(fd, bytes(message), 0, address)
        assert.equal(receiveAll(sys, fd, vector, 1)[0]?.flags, flags)
      }
    },
  },
  {
    id: 'sendmmsg/control',
    title: 'sendmmsg sends each message with its own control data, which recvmmsg gives for each message by itself',
    platforms: ['linux'],
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      sys.setsockopt(fd, constants.IPPROTO_IP, constants.IP_RECVTOS, 1)
      const vector = sys.createVector({ slots: 4, slotSize: 8, controlSize: 64 })
      for (const classes of [
        [0x10, 0, 0x28, 0x02],
        [0, 0x10, 0, 0],
      ]) {
        for (const [slot, trafficClass] of classes.entries()) {
          const control = [{ kind: 'trafficClass', family: 'IPv4', trafficClass }] as const
          if (trafficClass === 0) vector.set(slot, bytes('x'), address)
          else vector.set(slot, bytes('x'), address, control)
        }
        sendAll(sys, fd, vector, 4)
        const received: unknown[] = []
        while (received.length < 4) {
          const messages = sys.recvmmsg(fd, vector)
          for (let slot = 0; slot < messages; slot++) {
            assert.equal(vector.flags(slot), 0)
            for (const each of vector.control(slot)) received.push(each.kind === 'trafficClass' && each.trafficClass)
          }
        }
        assert.deepEqual(received, classes)
      }
    },
  },
  {
    id: 'recvmmsg/control-truncated',
    title:
      'recvmmsg tells of each message that its control data was lost, and of the next one in the slot that it has none',
    platforms: ['linux'],
    run({ sys, bound, constants }) {
      const { fd, address } = bound()
      for (const controlSize of [0, 8]) {
        const vector = sys.createVector({ slots: 2, slotSize: 8, controlSize })
        for (const on of [1, 0, 1]) {
          sys.setsockopt(fd, constants.IPPROTO_IP, constants.IP_RECVTOS, on)
          for (let i = 0; i < 2; i++) sys.sendto(fd, bytes('kept'), 0, address)
          for (const { flags, data } of receiveAll(sys, fd, vector, 2)) {
            assert.equal(flags, on ? constants.MSG_CTRUNC : 0)
            assert.equal(text(Uint8Array.from(data)), 'kept')
          }
        }
      }
    },
  },
  {
    id: 'recvmmsg/datagrams',
    title: 'recvmmsg shows each message as a datagram: where it lies, its size and its slot',
    run({ sys, bound }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 100, slotSize: 16 })
      for (let slot = 0; slot < 100; slot++) vector.set(slot, marked(slot, slot % 17), address)
      sendAll(sys, fd, vector, 100)
      for (let taken = 0; taken < 100; ) {
        const messages = sys.recvmmsg(fd, vector)
        const { count, offsets, sizes, slots } = vector.datagrams
        assert.equal(count, messages)
        for (let i = 0; i < count; i++) {
          const [offset = 0, size = 0, slot] = [offsets[i], sizes[i], slots[i]]
          assert.deepEqual({ offset, size, slot }, { offset: i * 16, size: (taken + i) % 17, slot: i })
          assert.deepEqual(vector.payload.subarray(offset, offset + size), marked(taken + i, size))
        }
        taken += messages
      }
    },
  },
]
