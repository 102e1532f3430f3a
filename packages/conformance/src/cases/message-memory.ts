import assert from 'node:assert/strict'
import type { OutgoingMessage, Syscalls } from '@sendto/core'
import type { Case } from '../case.js'
import { bytes, fails, refuses, text } from '../expect.js'
import { loopback } from '../inet.js'
import { detach, detached, resizable } from '../resizable.js'
import { anything, type Wrong, wrongAddresses, wrongBytes, wrongIntegers } from './arguments.js'

const range = 'ERR_OUT_OF_RANGE'
const type = 'ERR_INVALID_ARG_TYPE'
const value = 'ERR_INVALID_ARG_VALUE'
const to = { address: loopback.IPv4, port: 9 }

const notArrays = (each: Wrong) => !Array.isArray(each[0])

/** What is no data: neither a view, nor a list of some. */
const wrongData: Wrong[] = [
  ...wrongBytes.filter(notArrays),
  ...wrongBytes.map(([each, code]) => [[new Uint8Array(1), each], code, '[1]'] as const),
  [[undefined], type, '[0]'],
  [new Array(3), type, '[0]'],
  [[[new Uint8Array(1)]], type, '[0]'],
  [new Array(1025).fill(new Uint8Array(1)), range, '.length'],
  [new Array(2 ** 32 - 1), range, '.length'],
]

const under = (member: string, wrongs: readonly Wrong[], rest: object): Wrong[] =>
  wrongs.map(([each, code, part = '']) => [{ ...rest, [member]: each }, code, `.${member}${part}`])

const noObjects = ['text', 80, 80n, true, Symbol('message'), () => 0]

/** By call and argument: what it does not take. */
const wrongs: Record<string, readonly Wrong[]> = {
  'sendmsg fd': [[undefined, type], ...wrongIntegers],
  'sendmsg message': [
    ...[undefined, null, ...noObjects].map((each) => [each, type] as const),
    [{ to }, type, '.data'],
    [{ data: undefined, to }, type, '.data'],
    ...under('data', wrongData, { to }),
    ...under('to', wrongAddresses, { data: new Uint8Array(1) }),
    ...under('control', wrongBytes.filter(notArrays), { data: new Uint8Array(1), to }),
    [{ data: new Uint8Array(1), to, control: 80 }, type, '.control'],
  ],
  'sendmsg flags': wrongIntegers,
  'recvmsg fd': [[undefined, type], ...wrongIntegers],
  'recvmsg data': [[undefined, type], [80, type], ...wrongData],
  'recvmsg options': [
    ...[null, ...noObjects].map((each) => [each, type] as const),
    ...under(
      'controlSize',
      anything.map((each) => [each, type] as const),
      {},
    ),
    ...under(
      'controlSize',
      [-1, 0.5, Number.NaN, 65_536, 2 ** 32].map((each) => [each, range] as const),
      {},
    ),
    ...anything.map((each) => [{ flags: each }, type, '.flags'] as const),
    ...[0.5, Number.NaN, 2 ** 31].map((each) => [{ flags: each }, range, '.flags'] as const),
  ],
}

const sane = {
  sendmsg: { fd: -1, message: { data: new Uint8Array(1), to }, flags: 0 },
  recvmsg: { fd: -1, data: new Uint8Array(1), options: {} },
} as const

/** Whose bytes sendmsg(2) sends and recvmsg(2) writes, and what they do not take. */
export const messageMemoryCases: Case[] = [
  {
    id: 'sendmsg/kinds-of-memory',
    title: 'sendmsg and recvmsg take a Uint8Array over any memory: pooled, shared, resizable, tiny',
    run({ sys, bound }) {
      const { fd, address } = bound()
      const growable = resizable(8, 64)
      const make = [
        () => new Uint8Array(8),
        () => Buffer.allocUnsafe(8),
        () => new Uint8Array(new SharedArrayBuffer(16), 5, 8),
        () => new Uint8Array(growable),
        () => new (class extends Uint8Array {})(8),
      ]
      const views = make.map((each) => each())
      const content = (index: number) => Array.from({ length: 8 }, (_, i) => index * 8 + i)
      for (const [index, view] of views.entries()) view.set(content(index))
      assert.equal(sys.sendmsg(fd, { data: views, to: address, control: new Uint8Array(new SharedArrayBuffer(0)) }), 40)
      for (const view of views) view.fill(0)
      assert.equal(sys.recvmsg(fd, views).size, 40)
      for (const [index, view] of views.entries()) assert.deepEqual([...view], content(index))
    },
  },
  {
    id: 'sendmsg/true-length',
    title: 'sendmsg and recvmsg take the length of a view from the view itself, whatever its properties say',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const lying = (view: Uint8Array) =>
        Object.defineProperties(view, { byteLength: { value: 32 }, length: { value: 32 }, byteOffset: { value: 0 } })
      const memory = new Uint8Array(64).fill(0xee)
      const views = () => [lying(memory.subarray(8, 12)), lying(memory.subarray(40, 43))]
      assert.equal(sys.sendmsg(fd, { data: views(), to: address }), 7)
      assert.equal(receive(fd).size, 7)
      sys.sendto(fd, new Uint8Array(10), 0, address)
      const { size, truncated } = sys.recvmsg(fd, views())
      assert.deepEqual({ size, truncated }, { size: 7, truncated: true })
      assert.deepEqual(memory, new Uint8Array(64).fill(0xee).fill(0, 8, 12).fill(0, 40, 43))
    },
  },
  {
    id: 'sendmsg/detached',
    title: 'sendmsg and recvmsg refuse views that were transferred or shrunk away from, and make no call',
    run({ recorded, bound }) {
      const { fd, address } = bound()
      const { sys, calls } = recorded()
      const buffer = resizable(64, 64)
      const shrunk = new Uint8Array(buffer, 32, 16)
      buffer.resize(40)
      for (const gone of [detached(), shrunk]) {
        const data = [new Uint8Array(1), new Uint8Array(0), gone, new Uint8Array(1)]
        refuses(value, 'message.data[2]', () => sys.sendmsg(fd, { data, to: address }))
        refuses(value, 'message.data', () => sys.sendmsg(fd, { data: gone, to: address }))
        refuses(value, 'message.control', () => sys.sendmsg(fd, { data: [], to: address, control: gone }))
        refuses(value, 'data[2]', () => sys.recvmsg(fd, data))
        refuses(value, 'data', () => sys.recvmsg(fd, gone))
      }
      assert.deepEqual(calls, [])
    },
  },
  {
    id: 'sendmsg/detached-by-getter',
    title: 'sendmsg and recvmsg refuse data that a getter of the message, its address or the options transferred away',
    run({ recorded, bound }) {
      const { fd, address } = bound()
      const { sys, calls } = recorded()
      const detaching = <T>(data: Uint8Array, result: T): T => {
        detach(data)
        return result
      }
      const messages: ((data: Uint8Array) => OutgoingMessage)[] = [
        (data) => ({
          data: [data],
          get to() {
            return detaching(data, address)
          },
        }),
        (data) => ({
          data: [data],
          to: {
            address: loopback.IPv4,
            get port() {
              return detaching(data, address.port)
            },
          },
        }),
        (data) => ({
          data: [data],
          to: address,
          get control() {
            return detaching(data, undefined)
          },
        }),
        (data) => ({
          data: new Proxy([data], { get: (list, key) => detaching(data, Reflect.get(list, key)) }),
          to: address,
        }),
      ]
      for (const make of messages) {
        refuses(value, 'message.data[0]', () => sys.sendmsg(fd, make(new Uint8Array(new ArrayBuffer(64)))))
      }
      const data = new Uint8Array(new ArrayBuffer(64))
      const options = {
        get flags() {
          return detaching(data, 0)
        },
      }
      refuses(value, 'data[0]', () => sys.recvmsg(fd, [data], options))
      assert.deepEqual(calls, [])
    },
  },
  {
    id: 'sendmsg/read-once',
    title: 'sendmsg reads each member of a message once, and the payload after all of them',
    run({ sys, bound, receive }) {
      const { fd, address } = bound()
      const data = bytes('early')
      const reads: string[] = []
      const message = new Proxy<OutgoingMessage>(
        { data: [data], to: address, control: new Uint8Array(0) },
        {
          get(target, key) {
            reads.push(String(key))
            if (key === 'control' || key === 'to') data.set(bytes('after'))
            return Reflect.get(target, key)
          },
        },
      )
      sys.sendmsg(fd, message)
      assert.equal(text(receive(fd).data), 'after')
      assert.equal(new Set(reads).size, reads.length, `read ${reads.join(', ')}`)
    },
  },
  {
    id: 'sendmsg/within',
    title: 'sendmsg is not disturbed by calls that the getters of its message make',
    platforms: ['linux'],
    run({ sys, bound, constants }) {
      const server = bound()
      sys.setsockopt(server.fd, constants.IPPROTO_IP, constants.IP_RECVTOS, 1)
      const other = bound()
      const client = bound()
      // To so many addresses that whatever is remembered of them is pushed out.
      const disturb = () => {
        for (let port = 1; port < 600; port++) {
          fails('EMSGSIZE', 'sendmsg', () =>
            sys.sendmsg(client.fd, { data: big, to: { address: loopback.IPv4, port } }),
          )
        }
        const control = [{ kind: 'trafficClass', family: 'IPv4', trafficClass: 0x10 }] as const
        sys.sendmsg(client.fd, { data: [bytes('other'), bytes('data')], to: other.address, control })
        sys.recvmsg(other.fd, [new Uint8Array(4), new Uint8Array(4)])
      }
      const big = new Uint8Array(70_000)
      const pieces = [bytes('un'), bytes('disturbed')]
      const message = {
        data: new Proxy(pieces, {
          get(list, key) {
            if (key === '1') disturb()
            return Reflect.get(list, key)
          },
        }),
        get to() {
          disturb()
          return server.address
        },
        get control() {
          disturb()
          return [{ kind: 'trafficClass', family: 'IPv4', trafficClass: 0x28 }] as const
        },
      }
      assert.equal(sys.sendmsg(client.fd, message), 11)
      const data = new Uint8Array(32)
      const { size, control } = sys.recvmsg(server.fd, data)
      assert.equal(text(data.subarray(0, size)), 'undisturbed')
      assert.deepEqual(
        control.map((each) => each.kind === 'trafficClass' && each.trafficClass),
        [0x28],
      )
    },
  },
  ...Object.entries(wrongs).map(([key, list]) => {
    const [call, argument] = key.split(' ') as ['sendmsg' | 'recvmsg', string]
    return {
      id: `${call}/argument-${argument}`,
      title: `${call} refuses a ${argument} of the wrong type or range by its name, and makes no call`,
      run({ recorded }) {
        const { sys, calls } = recorded()
        for (const [wrong, code, part = ''] of list) {
          refuses(code, `${argument}${part}`, () => apply(sys, call, { ...sane[call], [argument]: wrong }))
          assert.deepEqual(calls, [])
        }
      },
    } satisfies Case
  }),
]

function apply(sys: Syscalls, call: 'sendmsg' | 'recvmsg', input: object): unknown {
  return Reflect.apply(sys[call] as (...input: unknown[]) => unknown, sys, Object.values(input))
}
