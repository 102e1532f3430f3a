import assert from 'node:assert/strict'
import { bpf, type Constants, type Syscalls } from '@sendto/core'
import type { Case } from '../../case.js'
import { refuses } from '../../expect.js'
import { loopback } from '../../inet.js'
import { wrongIntegers } from '../arguments.js'

const type = 'ERR_INVALID_ARG_TYPE'
const range = 'ERR_OUT_OF_RANGE'
const value = 'ERR_INVALID_ARG_VALUE'

/** What an option does not take: the value, the code that says so, and the part of the value that is wrong, `.group`. */
type Wrong = readonly [value: unknown, code: string, part?: string]

const group = '239.1.2.3'
const pass = bpf.ret(0)

const wrongInts: Wrong[] = [
  ...[undefined, null, '80', 80n, true, {}, [80], { valueOf: () => 80 }].map((each) => [each, type] as const),
  ...[Number.NaN, Number.POSITIVE_INFINITY, 80.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 32 + 81].map(
    (each) => [each, range] as const,
  ),
]

const wrongInterfaces = (part: string): Wrong[] => {
  const wrap = (each: unknown) => (part === '' ? each : { group, interface: each })
  return [
    ...[null, true, 1n, {}, [1]].map((each) => [wrap(each), type, part] as const),
    ...[-1, 0.5, Number.NaN, 2 ** 31].map((each) => [wrap(each), range, part] as const),
    ...['', 'a'.repeat(16), 'é'.repeat(8), 'lo\0'].map((each) => [wrap(each), value, part] as const),
  ]
}

const wrongGroups = (groups: readonly unknown[]): Wrong[] => [
  ...[undefined, null, 'text', 80, 1n, true].map((each) => [each, type] as const),
  ...[undefined, null, 80, {}, [group]].map((each) => [{ group: each }, type, '.group'] as const),
  ...['', 'localhost', '239.1.2.256', ' 239.1.2.3', 'ff02::1%lo', 'ff02::1%1', '[ff02::1]', ...groups].map(
    (each) => [{ group: each }, value, '.group'] as const,
  ),
]

const wrongPrograms: Wrong[] = [
  ...[undefined, null, 'text', 80, {}, new Uint8Array(8)].map((each) => [each, type] as const),
  [[], value],
  [new Array(4097).fill(pass), value],
  ...[undefined, null, 80, 'ret'].map((each) => [[each, pass], type, '[0]'] as const),
  [[{ ...pass, code: '6' }], type, '[0].code'],
  [[{ ...pass, code: 0x10000 }], range, '[0].code'],
  [[{ ...pass, jt: 256 }], range, '[0].jt'],
  [[{ ...pass, jf: -1 }], range, '[0].jf'],
  [[{ ...pass, k: -1 }], range, '[0].k'],
  [[{ ...pass, k: 2 ** 32 }], range, '[0].k'],
  [[pass, { code: 0xffff, jt: 0, jf: 0, k: 0 }, pass], value, '[1].code'],
  [[pass, bpf.ld(0)], value, '[1]'],
  [[{ code: 0x05, jt: 0, jf: 0, k: 1 }, pass], value, '[0].k'],
  [[{ code: 0x15, jt: 1, jf: 0, k: 0 }, pass], value, '[0].jt'],
  [[{ code: 0x15, jt: 0, jf: 1, k: 0 }, pass], value, '[0].jf'],
  [[bpf.div(0), pass], value, '[0].k'],
  [[bpf.mod(0), pass], value, '[0].k'],
  [[bpf.rsh(32), pass], range, '[0].k'],
  [[{ code: 0x02, jt: 0, jf: 0, k: 16 }, pass], range, '[0].k'],
  [[bpf.ld(0xfffffffc), pass], value, '[0].k'],
]

/** For each option the values that it does not take. */
const wrongs: { readonly [Name in keyof Constants]?: readonly Wrong[] } = {
  SO_RCVBUF: wrongInts,
  IP_TTL: wrongInts,
  SO_BROADCAST: [undefined, null, 0, 1, 'true', 1n, {}, Object(true)].map((each) => [each, type] as const),
  SO_MARK: [
    ...['1', 1n, null].map((each) => [each, type] as const),
    ...[-1, 0.5, 2 ** 32].map((each) => [each, range] as const),
  ],
  SO_MAX_PACING_RATE: [
    ...['1', null, undefined, true].map((each) => [each, type] as const),
    ...[-1, 0.5, 2 ** 53, -1n, 2n ** 64n].map((each) => [each, range] as const),
  ],
  SO_RCVTIMEO: [
    ...['1', 1n, null, undefined].map((each) => [each, type] as const),
    ...[-1, 0.5, 2 ** 31].map((each) => [each, range] as const),
  ],
  SO_LINGER: [
    ...['1', 1n, undefined, true].map((each) => [each, type] as const),
    ...[-1, 0.5, 2 ** 31].map((each) => [each, range] as const),
  ],
  SO_BINDTODEVICE: [
    ...[undefined, null, 1, {}].map((each) => [each, type] as const),
    ...['a'.repeat(16), 'é'.repeat(8), 'lo\0'].map((each) => [each, value] as const),
  ],
  SO_BINDTOIFINDEX: wrongInterfaces(''),
  IP_MULTICAST_IF: wrongInterfaces(''),
  IP_MTU_DISCOVER: [
    ...[null, undefined, {}, ['DO']].map((each) => [each, type] as const),
    ...['NEVER', 'do', '', 'IP_PMTUDISC_DO'].map((each) => [each, value] as const),
    [0.5, range],
  ],
  SO_TIMESTAMPING: [
    ...[null, undefined, {}, 'SOFTWARE'].map((each) => [each, type] as const),
    [[1], type, '[0]'],
    [['SOFTWARE', 'HARDWARE'], value, '[1]'],
    [2 ** 31, range],
  ],
  IP_LOCAL_PORT_RANGE: [
    ...[null, undefined, 1, '1-2'].map((each) => [each, type] as const),
    [{ high: 2 }, type, '.low'],
    [{ low: -1, high: 2 }, range, '.low'],
    [{ low: 1, high: 65_536 }, range, '.high'],
  ],
  SO_TXTIME: [
    ...[null, undefined, 1].map((each) => [each, type] as const),
    [{ clockid: 1n, flags: 0 }, type, '.clockid'],
    [{ clockid: 2 ** 31, flags: 0 }, range, '.clockid'],
    [{ clockid: 1 }, type, '.flags'],
    [{ clockid: 1, flags: -1 }, range, '.flags'],
  ],
  IP_ADD_MEMBERSHIP: [...wrongGroups(['ff02::1']), ...wrongInterfaces('.interface')],
  IP_DROP_MEMBERSHIP: wrongGroups(['ff02::1']),
  IP_ADD_SOURCE_MEMBERSHIP: [
    ...wrongGroups(['ff02::1']),
    [{ group }, type, '.source'],
    [{ group, source: '::1' }, value, '.source'],
    [{ group, source: loopback.IPv4, interface: 'lo' }, value, '.interface'],
    [{ group, source: loopback.IPv4, interface: 1 }, type, '.interface'],
  ],
  IPV6_JOIN_GROUP: wrongGroups([group]),
  MCAST_JOIN_GROUP: [...wrongGroups([]), ...wrongInterfaces('.interface')],
  MCAST_JOIN_SOURCE_GROUP: [
    ...wrongGroups([]),
    [{ group }, type, '.source'],
    [{ group, source: 'localhost' }, value, '.source'],
    [{ group, source: '::1' }, value, '.source'],
  ],
  SO_DETACH_FILTER: [undefined, 0, false, {}].map((each) => [each, type] as const),
  SO_ATTACH_FILTER: wrongPrograms,
  SO_ATTACH_REUSEPORT_CBPF: wrongPrograms,
}

const wrongNames: Wrong[] = [
  ...[undefined, null, 8, 8n, true, {}, ['SO_RCVBUF'], Symbol('SO_RCVBUF')].map((each) => [each, type] as const),
  ...['', 'so_rcvbuf', 'SO_NOTHING', 'SOL_SOCKET', 'toString', '__proto__', 'constructor'].map(
    (each) => [each, value] as const,
  ),
]

function call(sys: Syscalls, name: 'getOption' | 'setOption', ...input: unknown[]): unknown {
  return Reflect.apply(sys[name] as (...input: unknown[]) => unknown, sys, input)
}

/** Arguments that options do not take. The descriptor is none, so that no harm is done should one be let through. */
export const optionArgumentCases: Case[] = [
  ...(['getOption', 'setOption'] as const).flatMap((name): Case[] => [
    {
      id: `${name}/argument-fd`,
      title: `${name} refuses a fd of the wrong type or range by its name, and makes no call`,
      run({ recorded }) {
        const { sys, calls } = recorded()
        for (const [wrong, code] of [[undefined, type] as const, ...wrongIntegers]) {
          refuses(code, 'fd', () => call(sys, name, wrong, 'SO_BROADCAST', true))
        }
        assert.deepEqual(calls, [])
      },
    },
    {
      id: `${name}/argument-name`,
      title: `${name} refuses a name that is none of an option, and makes no call`,
      run({ recorded }) {
        const { sys, calls } = recorded()
        for (const [wrong, code] of wrongNames) refuses(code, 'name', () => call(sys, name, -1, wrong, true))
        assert.deepEqual(calls, [])
      },
    },
  ]),
  {
    id: 'setOption/argument-value',
    title: 'setOption refuses a value that the option does not take, names its part, and makes no call',
    run({ recorded, backend, constants }) {
      const { sys, calls } = recorded()
      for (const [name, each] of Object.entries(wrongs)) {
        if (constants[name as keyof Constants] === undefined) continue
        if (each === wrongPrograms && !backend.capabilities.packetFilters) continue
        for (const [wrong, code, part = ''] of each) {
          refuses(code, `value${part}`, () => call(sys, 'setOption', -1, name, wrong))
        }
      }
      assert.deepEqual(calls, [])
    },
  },
  {
    id: 'setOption/read-only',
    title: 'setOption refuses the name of an option that can only be read, and makes no call',
    run({ recorded }) {
      const { sys, calls } = recorded()
      for (const name of ['SO_TYPE', 'SO_ERROR', 'SO_COOKIE', 'SO_MEMINFO', 'SO_PEERCRED', 'IP_MTU']) {
        refuses(value, 'name', () => call(sys, 'setOption', -1, name, 1))
      }
      assert.deepEqual(calls, [])
    },
  },
  {
    id: 'getOption/write-only',
    title: 'getOption refuses the name of an option that can only be set, and makes no call',
    run({ recorded }) {
      const { sys, calls } = recorded()
      for (const name of ['SO_RCVBUFFORCE', 'SO_ATTACH_FILTER', 'IP_ADD_MEMBERSHIP', 'MCAST_JOIN_GROUP']) {
        refuses(value, 'name', () => call(sys, 'getOption', -1, name))
      }
      assert.deepEqual(calls, [])
    },
  },
]
