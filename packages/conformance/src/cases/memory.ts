import assert from 'node:assert/strict'
import type { Case } from '../case.js'
import { bytes, refuses, text } from '../expect.js'
import { loopback } from '../inet.js'
import { detach, detached, resizable } from '../resizable.js'

/** Whose bytes leave, and whose are written. */
export const memoryCases: Case[] = [
  {
    id: 'sendto/view',
    title: 'sendto sends the bytes of a view, from its first to its last, and no others',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const memory = Uint8Array.from({ length: 256 }, (_, i) => i)
      for (const [begin, end] of [
        [0, 256],
        [1, 255],
        [7, 8],
        [200, 200],
      ] as const) {
        sys.sendto(fd, memory.subarray(begin, end), 0, address)
        assert.deepEqual([...receive(fd).data], [...memory.slice(begin, end)])
      }
    },
  },
  {
    id: 'recvfrom/view',
    title: 'recvfrom writes within its view alone, and only as far as its result says',
    run({ sys, bound }) {
      const { fd, address } = bound()
      for (const size of [3, 16, 40]) {
        const memory = new Uint8Array(64).fill(0xee)
        sys.sendto(fd, new Uint8Array(size).fill(1), 0, address)
        const received = sys.recvfrom(fd, memory.subarray(24, 40))
        assert.equal(received.size, Math.min(size, 16))
        const expected = new Uint8Array(64).fill(0xee).fill(1, 24, 24 + received.size)
        assert.deepEqual(memory, expected)
      }
    },
  },
  {
    id: 'recvfrom/kinds-of-memory',
    title: 'recvfrom and sendto take a Uint8Array over any memory: pooled, shared, resizable, tiny',
    run({ sys, bound }) {
      const { fd, address } = bound()
      const growable = resizable(8, 64)
      const kinds: Record<string, () => Uint8Array> = {
        tiny: () => new Uint8Array(8),
        pooled: () => Buffer.allocUnsafe(8),
        shared: () => new Uint8Array(new SharedArrayBuffer(16), 5, 8),
        resizable: () => new Uint8Array(growable),
        'of a subclass': () => new (class extends Uint8Array {})(8),
      }
      for (const [kind, make] of Object.entries(kinds)) {
        const sent = make()
        for (let i = 0; i < 8; i++) sent[i] = i * 3 + 1
        assert.equal(sys.sendto(fd, sent, 0, address), 8, kind)
        const received = make().fill(0)
        assert.equal(sys.recvfrom(fd, received).size, 8, kind)
        assert.deepEqual([...received], [1, 4, 7, 10, 13, 16, 19, 22], kind)
      }
    },
  },
  {
    id: 'sendto/true-length',
    title: 'sendto and recvfrom take the length of a view from the view itself, whatever its properties say',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const lying = (view: Uint8Array) =>
        Object.defineProperties(view, { byteLength: { value: 32 }, length: { value: 32 }, byteOffset: { value: 0 } })
      const memory = new Uint8Array(64).fill(0xee)
      assert.equal(sys.sendto(fd, lying(memory.subarray(8, 12)), 0, address), 4)
      assert.equal(receive(fd).size, 4)
      sys.sendto(fd, new Uint8Array(10), 0, address)
      const { size, truncated } = sys.recvfrom(fd, lying(memory.subarray(8, 12)))
      assert.deepEqual({ size, truncated }, { size: 4, truncated: true })
      assert.deepEqual(memory, new Uint8Array(64).fill(0xee).fill(0, 8, 12))
    },
  },
  {
    id: 'sendto/detached',
    title: 'sendto refuses data whose ArrayBuffer was transferred, and sends nothing',
    run({ recorded, bound }) {
      const { fd, address } = bound()
      const { sys, calls } = recorded()
      const data = detached()
      refuses('ERR_INVALID_ARG_VALUE', 'data', () => sys.sendto(fd, data, 0, address))
      assert.deepEqual(calls, [])
    },
  },
  {
    id: 'recvfrom/detached',
    title: 'recvfrom refuses a buffer whose ArrayBuffer was transferred, and takes no datagram',
    run({ recorded, bound }) {
      const { sys, calls } = recorded()
      const data = detached()
      refuses('ERR_INVALID_ARG_VALUE', 'data', () => sys.recvfrom(bound().fd, data))
      assert.deepEqual(calls, [])
    },
  },
  {
    id: 'sendto/shrunk',
    title: 'sendto and recvfrom refuse a view that its resizable ArrayBuffer shrank away from',
    run({ recorded, bound }) {
      const { fd, address } = bound()
      const { sys, calls } = recorded()
      const buffer = resizable(64, 64)
      const data = new Uint8Array(buffer, 32, 16)
      buffer.resize(40)
      refuses('ERR_INVALID_ARG_VALUE', 'data', () => sys.sendto(fd, data, 0, address))
      refuses('ERR_INVALID_ARG_VALUE', 'data', () => sys.recvfrom(fd, data))
      assert.deepEqual(calls, [])
    },
  },
  {
    id: 'sendto/resized',
    title:
      'sendto and recvfrom find a view that is used again as it has become: longer, shorter, elsewhere in its memory, gone',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const buffer = resizable(8, 64)
      const data = new Uint8Array(buffer)
      for (const length of [8, 8, 8, 40, 40, 3, 3, 0, 0, 64, 64]) {
        buffer.resize(length)
        data.fill(length)
        assert.equal(sys.sendto(fd, data, 0, address), length)
        const { size, truncated } = sys.recvfrom(fd, data)
        assert.deepEqual({ size, truncated }, { size: length, truncated: false })
        assert.deepEqual([...data], new Array(length).fill(length))
      }
      for (const part of [data.subarray(8, 16), data.subarray(16, 20), data]) {
        for (const byte of [1, 2, 3]) {
          part.fill(byte)
          assert.equal(sys.sendto(fd, part, 0, address), part.length)
          const { data: received, size } = receive(fd)
          assert.deepEqual([...received.subarray(0, size)], new Array(part.length).fill(byte))
        }
      }
      detach(data)
      refuses('ERR_INVALID_ARG_VALUE', 'data', () => sys.sendto(fd, data, 0, address))
      refuses('ERR_INVALID_ARG_VALUE', 'data', () => sys.recvfrom(fd, data))
    },
  },
  {
    id: 'sendto/detached-by-getter',
    title: 'sendto refuses data that a getter of the address transferred away, and sends nothing',
    run({ recorded, bound }) {
      const { fd, address } = bound()
      const { sys, calls } = recorded()
      const data = new Uint8Array(new ArrayBuffer(64))
      const to = {
        address: loopback.IPv4,
        get port() {
          detach(data)
          return address.port
        },
      }
      refuses('ERR_INVALID_ARG_VALUE', 'data', () => sys.sendto(fd, data, 0, to))
      assert.deepEqual(calls, [])
    },
  },
  {
    id: 'sendto/written-by-getter',
    title: 'sendto reads the payload after the getters of the address have run',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const data = bytes('early')
      const to = {
        get address() {
          data.set(bytes('after'))
          return loopback.IPv4
        },
        port: address.port,
      }
      sys.sendto(fd, data, 0, to)
      assert.equal(text(receive(fd).data), 'after')
    },
  },
  {
    id: 'sendto/keeps-data',
    title: 'sendto leaves the data as it was, and no later change of it reaches the receiver',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const data = bytes('before')
      sys.sendto(fd, data, 0, address)
      assert.equal(text(data), 'before')
      data.fill(0)
      assert.equal(text(receive(fd).data), 'before')
    },
  },
]
