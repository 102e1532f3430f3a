import assert from 'node:assert/strict'
import { MessageVector, type Syscalls } from '@sendto/core'
import { marked, receiveAll, sendAll } from '../batch.js'
import type { Case } from '../case.js'
import { bytes, refuses, text } from '../expect.js'
import { loopback } from '../inet.js'
import { detach, detached } from '../resizable.js'
import { anything, type Wrong, wrongAddresses, wrongBytes, wrongIntegers } from './arguments.js'

const range = 'ERR_OUT_OF_RANGE'
const type = 'ERR_INVALID_ARG_TYPE'
const value = 'ERR_INVALID_ARG_VALUE'
const to = { address: loopback.IPv4, port: 9 }

/** What is no integer from 0 to `most`. */
const notUpTo = (most: number): Wrong[] => [
  ...anything.map((each) => [each, type] as const),
  ...[-1, most + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 32].map((each) => [each, range] as const),
]

const under = (member: string, wrongs: readonly Wrong[]): Wrong[] =>
  wrongs.map(([each, code]) => [{ slots: 2, slotSize: 2, [member]: each }, code, `.${member}`])

const noVectors: Wrong[] = [
  ...[undefined, ...anything, new Uint8Array(64), Object.create(MessageVector.prototype)].map(
    (each) => [each, type] as const,
  ),
]

interface Tried {
  /** What the call takes, in this order, but for what is tried. */
  readonly sane: Record<string, unknown>
  readonly wrongs: Record<string, readonly Wrong[]>
}

/** By call. The vector is put in its place by the case. */
const calls: Record<'createVector' | 'sendmmsg' | 'recvmmsg', Tried> = {
  createVector: {
    sane: { size: null },
    wrongs: {
      size: [
        ...[undefined, null, 'text', 80, 80n, true, () => 0].map((each) => [each, type] as const),
        ...under('slots', [[undefined, type], [0, range], ...notUpTo(1024)]),
        ...under('slotSize', [[undefined, type], ...notUpTo(2 ** 20)]),
        ...under('controlSize', notUpTo(65_535)),
      ],
    },
  },
  sendmmsg: {
    sane: { fd: -1, vector: null, from: 0, count: 1, flags: 0 },
    wrongs: {
      fd: [[undefined, type], ...wrongIntegers],
      vector: noVectors,
      from: notUpTo(4),
      count: notUpTo(4),
      flags: wrongIntegers,
    },
  },
  recvmmsg: {
    sane: { fd: -1, vector: null, flags: 0 },
    wrongs: { fd: [[undefined, type], ...wrongIntegers], vector: noVectors, flags: wrongIntegers },
  },
}

/** What vectors do not take, and what nobody can do to them. */
export const batchMemoryCases: Case[] = [
  ...Object.entries(calls).flatMap(([call, { sane, wrongs }]) =>
    Object.entries(wrongs).map(
      ([argument, list]) =>
        ({
          id: `${call}/argument-${argument}`,
          title: `${call} refuses a ${argument} of the wrong type or range by its name, and makes no call`,
          run({ recorded }) {
            const { sys, calls: made } = recorded()
            const vector = sys.createVector({ slots: 4, slotSize: 4 })
            for (const [wrong, code, part = ''] of list) {
              const input = Object.values({ ...sane, ...('vector' in sane && { vector }), [argument]: wrong })
              const attempt = sys[call as keyof Syscalls] as unknown as (...input: unknown[]) => unknown
              refuses(code, `${argument}${part}`, () => attempt(...input))
              assert.deepEqual(made, [])
            }
          },
        }) satisfies Case,
    ),
  ),
  {
    id: 'createVector/bounds',
    title:
      'createVector makes vectors of 1 to 1024 slots of 0 to 1,048,576 bytes, and of 0 to 65,535 bytes of control data',
    run({ sys, bound }) {
      const { fd, address } = bound()
      for (const [slots, slotSize, controlSize] of [
        [1, 0, 0],
        [1, 2 ** 20, 65_535],
        [1024, 1, 1],
        [3, 7, undefined],
      ] as const) {
        const vector = sys.createVector({ slots, slotSize, controlSize })
        assert.deepEqual(
          [vector.slots, vector.slotSize, vector.controlSize, vector.payload.length, vector.messages],
          [slots, slotSize, controlSize ?? 0, slots * slotSize, 0],
        )
        const last = slots - 1
        vector.set(last, slotSize && 1, address)
        vector.payload.fill(7)
        sendAll(sys, fd, vector, 0)
        assert.equal(sys.sendmmsg(fd, vector, last), 1)
        assert.deepEqual(receiveAll(sys, fd, vector, 1)[0]?.data, slotSize === 0 ? [] : [7])
      }
    },
  },
  {
    id: 'sendmmsg/another-backend',
    title: 'sendmmsg and recvmmsg refuse a vector that was made for another backend, and make no call',
    run({ sys, recorded, bound }) {
      const { fd, address } = bound()
      const other = recorded()
      const vector = sys.createVector({ slots: 1, slotSize: 8 })
      vector.set(0, bytes('x'), address)
      refuses(value, 'vector', () => other.sys.sendmmsg(fd, vector))
      refuses(value, 'vector', () => other.sys.recvmmsg(fd, vector))
      assert.deepEqual(other.calls, [])
    },
  },
  {
    id: 'recvmmsg/transferred',
    title: 'recvmmsg and sendmmsg refuse a vector whose payload was transferred, and make no call',
    run({ recorded, bound }) {
      const { fd, address } = bound()
      const { sys, calls: made } = recorded()
      const vector = sys.createVector({ slots: 4, slotSize: 8 })
      vector.set(0, bytes('x'), address)
      const { payload } = vector
      // Neither of these is what a call goes by.
      Reflect.set(vector, 'payload', new Uint8Array(32))
      detach(payload)
      Object.defineProperty(payload, 'byteLength', { value: 32 })
      for (let i = 0; i < 2; i++) {
        refuses(value, 'vector', () => sys.recvmmsg(fd, vector))
        refuses(value, 'vector', () => sys.sendmmsg(fd, vector))
        refuses(value, 'payload', () => vector.set(0, bytes('y'), address))
      }
      assert.deepEqual(made, [])
    },
  },
  {
    id: 'recvmmsg/true-size',
    title: 'recvmmsg and sendmmsg go by the size that a vector was made with, whatever its properties say since',
    run({ sys, bound }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 2, slotSize: 8, controlSize: 8 })
      for (const [key, wider] of Object.entries({ slots: 4096, slotSize: 4096, controlSize: 4096 })) {
        Reflect.set(vector, key, wider)
        Reflect.defineProperty(vector, key, { value: wider })
      }
      Object.defineProperties(vector.payload, { byteLength: { value: 4096 }, length: { value: 4096 } })
      refuses(range, 'from', () => sys.sendmmsg(fd, vector, 3))
      refuses(range, 'count', () => sys.sendmmsg(fd, vector, 0, 3))
      refuses(range, 'data', () => vector.set(0, new Uint8Array(9), address))
      refuses(range, 'data', () => vector.set(0, 9, address))
      refuses(range, 'slot', () => vector.set(2, 1, address))
      for (let i = 0; i < 3; i++) sys.sendto(fd, marked(i, 20), 0, address)
      assert.deepEqual(
        [receiveAll(sys, fd, vector, 2), receiveAll(sys, fd, vector, 1)].flat().map(({ data }) => data),
        [0, 1, 2].map((i) => [...marked(i, 8)]),
      )
    },
  },
  {
    id: 'createVector/set-arguments',
    title: 'set of a vector refuses what is wrong by its name, and leaves the slot as it was',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 3, slotSize: 8, controlSize: 24 })
      const data = bytes('kept')
      vector.set(0, data, address)
      const attempt = (code: string, argument: string, ...input: unknown[]) =>
        refuses(code, argument, () => Reflect.apply(vector.set, vector, input))
      for (const [wrong, code] of [[undefined, type] as const, ...notUpTo(2)]) attempt(code, 'slot', wrong, data, to)
      for (const [wrong, code] of [[undefined, type] as const, ...wrongBytes]) attempt(code, 'data', 0, wrong, to)
      for (const wrong of [-1, 9, 0.5, Number.NaN]) attempt(range, 'data', 0, wrong, to)
      attempt(range, 'data', 0, new Uint8Array(9), to)
      attempt(value, 'data', 0, detached(), to)
      for (const [wrong, code, part = ''] of wrongAddresses) attempt(code, `to${part}`, 0, bytes('lost'), wrong)
      attempt(type, 'to', 0, bytes('lost'), undefined)
      attempt(range, 'control', 0, bytes('lost'), to, new Uint8Array(25))
      attempt(type, 'control', 0, bytes('lost'), to, 'text')
      attempt(value, 'control', 0, bytes('lost'), to, detached())
      sendAll(sys, fd, vector, 1)
      assert.equal(text(receive(fd).data), 'kept')
    },
  },
  {
    id: 'createVector/set-getters',
    title: 'set of a vector is not disturbed by what the getters of the address do',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 2, slotSize: 8 })
      const during = (act: () => void) => ({
        address: loopback.IPv4,
        get port() {
          act()
          return address.port
        },
      })
      const data = new Uint8Array(new ArrayBuffer(4))
      refuses(value, 'data', () =>
        vector.set(
          0,
          data,
          during(() => detach(data)),
        ),
      )
      const changing = bytes('early')
      vector.set(
        0,
        changing,
        during(() => changing.set(bytes('after'))),
      )
      vector.set(
        1,
        bytes('outer'),
        during(() => vector.set(1, bytes('inner!!'), to)),
      )
      sendAll(sys, fd, vector, 2)
      assert.equal(text(receive(fd).data), 'after')
      assert.equal(text(receive(fd).data), 'outer')
      refuses(value, 'payload', () =>
        vector.set(
          0,
          bytes('x'),
          during(() => detach(vector.payload)),
        ),
      )
    },
  },
  {
    id: 'recvmmsg/slots-refused',
    title: 'size, from, flags, data and control of a vector refuse a slot that the last receive did not fill',
    run({ sys, bound }) {
      const { fd, address } = bound()
      const vector = sys.createVector({ slots: 4, slotSize: 8, controlSize: 8 })
      const readers = ['size', 'from', 'flags', 'data', 'control'] as const
      for (const reader of readers) refuses(range, 'slot', () => vector[reader](0))
      sys.sendto(fd, bytes('x'), 0, address)
      receiveAll(sys, fd, vector, 1)
      for (const reader of readers) {
        vector[reader](0)
        for (const [wrong, code] of notUpTo(0)) refuses(code, 'slot', () => vector[reader](wrong as number))
      }
    },
  },
  {
    id: 'recvmmsg/collected',
    title: 'recvmmsg and sendmmsg use memory that lives as long as its vector, however often memory is collected',
    async run({ start }) {
      const child = start('process', 'collections')
      assert.equal(await child.report(), 40 * 32)
      await child.ended()
    },
  },
]
