import assert from 'node:assert/strict'
import type { Syscalls } from '@sendto/core'
import type { Case } from '../case.js'
import { refuses } from '../expect.js'
import { loopback } from '../inet.js'

type Call =
  | 'socket'
  | 'close'
  | 'bind'
  | 'connect'
  | 'getsockname'
  | 'getpeername'
  | 'shutdown'
  | 'sendto'
  | 'recvfrom'
  | 'getsockopt'
  | 'setsockopt'
  | 'poll'
  | 'queued'
  | 'dup'
  | 'adopt'
  | 'listenFds'
  | 'setNonblocking'
  | 'if_nametoindex'
  | 'if_indextoname'

const address = { address: loopback.IPv4, port: 9 }

/** Arguments that would do, for a descriptor that is none: should one be let through, no harm is done. */
const sane: Record<Call, Record<string, unknown>> = {
  socket: { domain: 255, type: 2, protocol: 0 },
  close: { fd: -1 },
  bind: { fd: -1, address },
  connect: { fd: -1, address },
  getsockname: { fd: -1 },
  getpeername: { fd: -1 },
  shutdown: { fd: -1, how: 0 },
  sendto: { fd: -1, data: new Uint8Array(4), flags: 0, to: address },
  recvfrom: { fd: -1, data: new Uint8Array(4), flags: 0 },
  getsockopt: { fd: -1, level: 1, option: 6, value: new Uint8Array(4) },
  setsockopt: { fd: -1, level: 1, option: 6, value: new Uint8Array(4) },
  poll: { entries: [], timeout: 0 },
  queued: { fd: -1, request: 0 },
  dup: { fd: -1 },
  adopt: { fd: -1 },
  listenFds: { options: {} },
  setNonblocking: { fd: -1, on: true },
  if_nametoindex: { name: 'none' },
  if_indextoname: { index: 0 },
}

const optional = ['socket.protocol', 'recvfrom.flags', 'listenFds.options']

/** What is wrong with a value: the code that says so, and the part of the argument that is wrong, `.port`. */
export type Wrong = readonly [value: unknown, code: string, part?: string]

const type = 'ERR_INVALID_ARG_TYPE'
const range = 'ERR_OUT_OF_RANGE'
const value = 'ERR_INVALID_ARG_VALUE'

export const anything: readonly unknown[] = [
  null,
  '',
  '80',
  80n,
  true,
  {},
  [],
  [80],
  Symbol('80'),
  () => 80,
  { valueOf: () => 80 },
]
const noIntegers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 80.5, 2 ** 32 + 81, -(2 ** 32) + 81]

export const wrongIntegers: Wrong[] = [
  ...anything.map((each) => [each, type] as const),
  ...[...noIntegers, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER].map((each) => [each, range] as const),
]

export const wrongBytes: Wrong[] = [
  ...anything.filter((each) => typeof each !== 'number'),
  new ArrayBuffer(4),
  new SharedArrayBuffer(4),
  new DataView(new ArrayBuffer(4)),
  new Uint8ClampedArray(4),
  new Int8Array(4),
  new Uint16Array(4),
  new Float64Array(4),
  new BigUint64Array(4),
  new Proxy(new Uint8Array(4), {}),
  Object.create(Uint8Array.prototype),
  { length: 4, byteLength: 4, [Symbol.toStringTag]: 'Uint8Array' },
].map((each) => [each, type] as const)

const wrongPorts: Wrong[] = [
  ...[undefined, ...anything].map((each) => [each, type] as const),
  ...[...noIntegers, -1, 65_536].map((each) => [each, range] as const),
].map(([port, code]) => [{ address: loopback.IPv4, port }, code, '.port'] as const)

const noLiterals = [
  '',
  ' ',
  'localhost',
  '127.1',
  '127.0.0.256',
  '127.0.0.01',
  '127.0.0.1.',
  ' 127.0.0.1',
  '127.0.0.1\0',
  '0x7f000001',
  '::1::',
  ':::',
  '12345::',
  '1:2:3:4:5:6:7:8:9',
  '::1%',
  '::1%lo\0',
  '::1%4294967296',
  '[::1]',
]

export const wrongAddresses: Wrong[] = [
  ...['text', 80, 80n, true, Symbol('address'), () => address].map((each) => [each, type] as const),
  ...[undefined, null, 80, {}, ['127.0.0.1']].map((each) => [{ address: each, port: 9 }, type, '.address'] as const),
  ...noLiterals.map((each) => [{ address: each, port: 9 }, value, '.address'] as const),
  ...wrongPorts,
  [{ address: '::1', port: 9, family: 'IPv4' }, value, '.address'],
  [{ address: loopback.IPv4, port: 9, family: 'IPv6' }, value, '.address'],
  [{ address: loopback.IPv4, port: 9, family: 4 }, value, '.family'],
  [{ address: loopback.IPv4, port: 9, family: 'ipv4' }, value, '.family'],
  [{ address: loopback.IPv4, port: 9, scopeId: 1 }, value, '.scopeId'],
  [{ address: loopback.IPv4, port: 9, flowInfo: 1 }, value, '.flowInfo'],
  ...['1', 1n, {}].map((each) => [{ address: '::1', port: 9, scopeId: each }, type, '.scopeId'] as const),
  ...[-1, 0.5, 2 ** 32].map((each) => [{ address: '::1', port: 9, scopeId: each }, range, '.scopeId'] as const),
  ...[-1, 0.5, 2 ** 28].map((each) => [{ address: '::1', port: 9, flowInfo: each }, range, '.flowInfo'] as const),
  [{ address: 'fe80::1%2', port: 9, scopeId: 3 }, value, '.scopeId'],
  ...['', 'a\0b', '\ud800', 'x'.repeat(109), new Uint8Array(0), new Uint8Array(200).fill(1)].map(
    (each) => [{ path: each }, value, '.path'] as const,
  ),
  ...[null, 80, {}, ['x'], new Uint16Array(4)].map((each) => [{ path: each }, type, '.path'] as const),
  ...['\udfff', 'x'.repeat(108), new Uint8Array(108)].map((each) => [{ abstract: each }, value, '.abstract'] as const),
  ...[null, 80, {}].map((each) => [{ family: 'unix', abstract: each }, type, '.abstract'] as const),
  [{ path: 'x', abstract: 'x' }, value, '.abstract'],
  [{ path: 'x', family: 'IPv4' }, value, '.family'],
  [{ bytes: new Uint8Array(16) }, type, '.family'],
  [{ family: 16 }, type, '.bytes'],
  [{ family: 16, bytes: [16, 0] }, type, '.bytes'],
  [{ family: 16, bytes: new Uint8Array(12) }, value, '.family'],
  ...[-1, 0.5, 65_536].map((each) => [{ family: each, bytes: new Uint8Array(2) }, range, '.family'] as const),
  ...[0, 1, 129].map((each) => [{ family: 0, bytes: new Uint8Array(each) }, range, '.bytes.length'] as const),
]

const ready = { fd: -1, events: 1 }

const wrongEntries: Wrong[] = [
  ...anything.filter((each) => !Array.isArray(each)).map((each) => [each, type] as const),
  [{ length: 1, 0: ready }, type],
  [new Array(2 ** 20 + 1), range, '.length'],
  ...[undefined, null, 80, '', Symbol('entry')].map((each) => [[ready, each], type, '[1]'] as const),
  ...wrongIntegers.map(([fd, code]) => [[{ ...ready, fd }], code, '[0].fd'] as const),
  ...wrongIntegers.map(([events, code]) => [[ready, { ...ready, events }], code, '[1].events'] as const),
  ...[-1, 0x8000].map((events) => [[{ ...ready, events }], range, '[0].events'] as const),
]

function wrongs(call: Call, argument: string): readonly Wrong[] {
  const missing: Wrong[] = optional.includes(`${call}.${argument}`) ? [] : [[undefined, type]]
  switch (argument) {
    case 'data':
      return [...missing, ...wrongBytes, [80, type]]
    case 'value':
      // A number is an int to setsockopt.
      return [
        ...missing,
        ...wrongBytes,
        ...(call === 'setsockopt' ? [[2 ** 31, range] as const, [0.5, range] as const] : [[80, type] as const]),
      ]
    case 'address':
      return [...missing, ...(call === 'bind' ? [[null, type] as const] : []), ...wrongAddresses]
    case 'to':
      return [...missing, ...wrongAddresses]
    case 'entries':
      return [...missing, ...wrongEntries]
    case 'timeout':
      return [...missing, ...wrongIntegers, [-2, range]]
    case 'request':
      return [...missing, ...wrongIntegers, ...[0, -1, 0x5421].map((each) => [each, value] as const)]
    case 'on':
      return [...missing, ...anything.filter((each) => each !== true).map((each) => [each, type] as const), [1, type]]
    case 'name':
      return [
        ...missing,
        ...[80, ...anything].filter((each) => typeof each !== 'string').map((each) => [each, type] as const),
        ...['\0', 'lo\0', '\0lo', 'lo\0x'].map((each) => [each, value] as const),
      ]
    case 'index':
      return [...missing, ...wrongIntegers, [-1, range]]
    case 'options':
      return [
        ...[80, ...anything].filter((each) => typeof each !== 'object').map((each) => [each, type] as const),
        [null, type],
        ...[0, 1, '', 'true', null, {}].map((unset) => [{ unset }, type, '.unset'] as const),
      ]
    default:
      return [...missing, ...wrongIntegers]
  }
}

/** Every argument of every call, given what it does not take. */
export const argumentCases: Case[] = Object.entries(sane).flatMap(([call, input]) =>
  Object.keys(input).map((argument, index) => ({
    id: `${call}/argument-${argument}`,
    title: `${call} refuses a ${argument} of the wrong type or range by its name, and makes no call`,
    run({ recorded }) {
      const { sys, calls } = recorded()
      for (const [wrong, code, part = ''] of wrongs(call as Call, argument)) {
        refuses(code, `${argument}${part}`, () => apply(sys, call as Call, Object.values(input).with(index, wrong)))
        assert.deepEqual(calls, [])
      }
    },
  })),
)

function apply(sys: Syscalls, call: Call, input: unknown[]): unknown {
  return Reflect.apply(sys[call] as (...input: unknown[]) => unknown, sys, input)
}
