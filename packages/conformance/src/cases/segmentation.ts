import assert from 'node:assert/strict'
import type { MessageVector, OutgoingMessage } from '@sendto/core'
import { marked, receiveAll, sendAll } from '../batch.js'
import type { Case } from '../case.js'
import type { CaseContext } from '../context.js'
import { controlMessage } from '../control-message.js'
import { fails } from '../expect.js'

/** A slot that holds the longest message of all: what a receive with UDP_GRO needs. */
const whole = { slotSize: 65_535, controlSize: 64 }

const segments = (segmentSize: number): OutgoingMessage['control'] => [{ kind: 'segmentSize', segmentSize }]

/** Segmentation and receive offload: UDP_SEGMENT, UDP_GRO, udp(7). */
export const segmentationCases: Case[] = [
  {
    id: 'sendmsg/segment-sizes',
    title: 'sendmsg with UDP_SEGMENT sends one datagram for each segment, of which the last may be short',
    requires: ['maxSegments'],
    constants: ['UDP_SEGMENT'],
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      for (const [size, segmentSize, expected] of [
        [3500, 1000, [1000, 1000, 1000, 500]],
        [3000, 1000, [1000, 1000, 1000]],
        [5, 1, [1, 1, 1, 1, 1]],
        [700, 1000, [700]],
      ] as const) {
        const data = marked(size, size)
        // In views that end anywhere.
        const views = [data.subarray(0, 3), data.subarray(3, size - 1), data.subarray(size - 1)]
        assert.equal(sys.sendmsg(fd, { data: views, to: address, control: segments(segmentSize) }), size)
        const received = expected.map(() => receive(fd).data.slice())
        assert.deepEqual(
          received.map(({ length }) => length),
          expected,
        )
        assert.deepEqual(new Uint8Array(Buffer.concat(received)), data)
      }
    },
  },
  {
    id: 'sendmsg/segments-raw',
    title: 'sendmsg takes UDP_SEGMENT as raw control data, and for this message alone',
    requires: ['maxSegments'],
    constants: ['UDP_SEGMENT'],
    run({ sys, bound, receive, backend: { platform }, constants }) {
      const { fd, address } = bound()
      const size = new Uint8Array(2)
      new DataView(size.buffer).setUint16(0, 100, platform.littleEndian)
      const control = controlMessage(platform, constants.IPPROTO_UDP, constants.UDP_SEGMENT ?? 0, size)
      sys.sendmsg(fd, { data: new Uint8Array(250), to: address, control })
      sys.sendmsg(fd, { data: new Uint8Array(250), to: address })
      for (const expected of [100, 100, 50, 250]) assert.equal(receive(fd).size, expected)
    },
  },
  {
    id: 'sendmsg/most-segments',
    title: 'sendmsg takes as many segments as the backend declares, and fails with EINVAL for one more',
    requires: ['maxSegments'],
    constants: ['UDP_SEGMENT'],
    run({ sys, bound, receive, backend }) {
      const { fd, address } = bound()
      const { maxSegments } = backend.capabilities
      const control = segments(10)
      const data = new Uint8Array(maxSegments * 10 + 1)
      fails('EINVAL', 'sendmsg', () => sys.sendmsg(fd, { data, to: address, control }))
      assert.equal(sys.sendmsg(fd, { data: data.subarray(1), to: address, control }), maxSegments * 10)
      for (let i = 0; i < maxSegments; i++) assert.equal(receive(fd).size, 10)
    },
  },
  {
    id: 'sendmmsg/segments',
    title: 'sendmmsg sends messages in segments beside others, all in their order',
    requires: ['maxSegments'],
    constants: ['UDP_SEGMENT'],
    run({ sys, bound }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 4, slotSize: 2000, controlSize: 64 })
      for (let round = 0; round < 2; round++) {
        vector.set(0, marked(0, 5), address)
        vector.set(1, marked(1, 2000), address, segments(900))
        vector.set(2, marked(2, 2000), address)
        vector.set(3, marked(3, 30), address, segments(20))
        sendAll(sys, fd, vector, 4)
        assert.deepEqual(
          receiveAll(sys, fd, sys.createVector({ slots: 8, slotSize: 2000 }), 7).map(({ data }) => data.length),
          [5, 900, 900, 200, 2000, 20, 10],
        )
      }
    },
  },
  {
    id: 'recvmmsg/joined',
    title:
      'recvmmsg shows a message that the kernel joined as the datagrams that were sent, and others beside it as they are',
    requires: ['maxSegments', 'receiveOffload'],
    constants: ['UDP_SEGMENT', 'UDP_GRO'],
    run(context) {
      const { sys, bound } = context
      const { fd, address } = joining(context)
      const client = bound()
      const vector = sys.createVector({ slots: 8, ...whole })
      for (let round = 0; round < 2; round++) {
        sys.sendto(client.fd, marked(1, 7), 0, address)
        sys.sendmsg(client.fd, { data: marked(2, 1050), to: address, control: segments(100) })
        sys.sendto(client.fd, new Uint8Array(0), 0, address)
        sys.sendmsg(client.fd, { data: marked(3, 60), to: address, control: segments(20) })
        sys.sendto(client.fd, marked(4, 1200), 0, address)
        const { sizes, content, messages } = receiveDatagrams(context, fd, vector, 17)
        assert.deepEqual(sizes, [7, ...new Array(10).fill(100), 50, 0, 20, 20, 20, 1200])
        assert.ok(messages < 17, 'nothing was joined')
        assert.deepEqual(content, Buffer.concat([marked(1, 7), marked(2, 1050), marked(3, 60), marked(4, 1200)]))
      }
    },
  },
  {
    id: 'recvmmsg/many-joined',
    title: 'recvmmsg shows any number of datagrams, many times more than the vector has slots',
    requires: ['maxSegments', 'receiveOffload'],
    constants: ['UDP_SEGMENT', 'UDP_GRO'],
    run(context) {
      const { sys, bound, backend, constants } = context
      const { fd, address } = joining(context)
      sys.setsockopt(fd, constants.SOL_SOCKET, constants.SO_RCVBUF, 2 ** 18)
      const client = bound()
      const count = Math.min(backend.capabilities.maxSegments, 64)
      const vector = sys.createVector({ slots: 8, ...whole })
      for (const messages of [8, 1, 7]) {
        const data = marked(messages, count * 10)
        for (let i = 0; i < messages; i++) sys.sendmsg(client.fd, { data, to: address, control: segments(10) })
        const { sizes, content } = receiveDatagrams(context, fd, vector, messages * count)
        assert.deepEqual(sizes, new Array(messages * count).fill(10))
        assert.deepEqual(content, Buffer.concat(new Array(messages).fill(data)))
      }
    },
  },
  {
    id: 'recvmmsg/joined-truncated',
    title: 'recvmmsg tells that a joined message was longer than its slot, and shows as much of it as there is',
    requires: ['maxSegments', 'receiveOffload'],
    constants: ['UDP_SEGMENT', 'UDP_GRO'],
    run(context) {
      const { sys, bound, constants } = context
      const { fd, address } = joining(context)
      const vector = sys.createVector({ slots: 2, slotSize: 1000, controlSize: 64 })
      sys.sendmsg(bound().fd, { data: marked(1, 1800), to: address, control: segments(600) })
      sys.sendto(bound().fd, marked(2, 5), 0, address)
      const { sizes, content } = receiveDatagrams(context, fd, vector, 3, (flags, index) => {
        assert.equal(flags, index < 2 ? constants.MSG_TRUNC : 0)
      })
      assert.deepEqual(sizes, [600, 400, 5])
      assert.deepEqual(content, Buffer.concat([marked(1, 1000), marked(2, 5)]))
    },
  },
  {
    id: 'recvmmsg/joined-without-control',
    title:
      'recvmmsg tells that it lost the segment size of a joined message, where the vector has no room for control data',
    requires: ['maxSegments', 'receiveOffload'],
    constants: ['UDP_SEGMENT', 'UDP_GRO'],
    run(context) {
      const { sys, bound, constants } = context
      const { fd, address } = joining(context)
      const vector = sys.createVector({ slots: 2, slotSize: 65_535 })
      sys.sendmsg(bound().fd, { data: marked(1, 300), to: address, control: segments(100) })
      assert.deepEqual(
        receiveAll(sys, fd, vector, 1).map(({ data, flags }) => [data, flags]),
        [[[...marked(1, 300)], constants.MSG_CTRUNC]],
      )
      assert.equal(vector.datagrams.count, 1)
    },
  },
  {
    id: 'recvmsg/joined',
    title: 'recvmsg with UDP_GRO tells the segment size of a joined message',
    requires: ['maxSegments', 'receiveOffload'],
    constants: ['UDP_SEGMENT', 'UDP_GRO'],
    run(context) {
      const { sys, bound } = context
      const { fd, address } = joining(context)
      sys.sendmsg(bound().fd, { data: marked(1, 350), to: address, control: segments(100) })
      const data = new Uint8Array(65_535)
      const { size, control, truncated, controlTruncated } = sys.recvmsg(fd, data)
      assert.deepEqual({ size, truncated, controlTruncated }, { size: 350, truncated: false, controlTruncated: false })
      assert.deepEqual(control, [{ kind: 'segmentSize', segmentSize: 100 }])
      assert.deepEqual(data.subarray(0, 350), marked(1, 350))
    },
  },
]

/** A socket that takes joined messages. */
function joining({ sys, bound, constants }: CaseContext) {
  const receiver = bound()
  sys.setsockopt(receiver.fd, constants.IPPROTO_UDP, constants.UDP_GRO ?? 0, 1)
  return receiver
}

/** Receives until there are `count` datagrams. */
function receiveDatagrams(
  { sys }: CaseContext,
  fd: number,
  vector: MessageVector,
  count: number,
  check: (flags: number, index: number) => void = (flags) => assert.equal(flags, 0),
): { sizes: number[]; content: Buffer; messages: number } {
  const sizes: number[] = []
  const parts: Uint8Array[] = []
  let messages = 0
  while (sizes.length < count) {
    const more = sys.recvmmsg(fd, vector)
    assert.ok(more > 0, `${sizes.length} datagrams came of ${count}`)
    messages += more
    const { datagrams } = vector
    for (let i = 0; i < datagrams.count; i++) {
      const [offset = 0, size = 0, slot = 0] = [datagrams.offsets[i], datagrams.sizes[i], datagrams.slots[i]]
      assert.equal(Math.floor(offset / vector.slotSize), slot)
      check(vector.flags(slot), sizes.length)
      sizes.push(size)
      parts.push(vector.payload.slice(offset, offset + size))
    }
  }
  return { sizes, content: Buffer.concat(parts), messages }
}
