import { describe, expect, it } from 'vitest'
import type { Backend } from '../src/backend.js'
import type { Capabilities } from '../src/capabilities.js'
import type { OptionName, ReadableOption } from '../src/options/table/index.js'
import { table } from '../src/options/table/index.js'
import { tableOf } from '../src/platform/host.js'
import { createSyscalls } from '../src/syscalls/index.js'

interface Call {
  readonly level: number
  readonly option: number
  readonly value: string
}

/** The system calls of another platform, and what its kernel is given. */
function syscallsOf(name: string) {
  const calls: Call[] = []
  const backend: Partial<Backend> = {
    name: 'fake',
    platform: tableOf(name, 'x64'),
    capabilities: {} as Capabilities,
    load() {},
    address: () => 4096n,
    getsockopt: (_fd, _level, _option, value) => value.byteLength,
    setsockopt(_fd, level, option, value) {
      calls.push({ level, option, value: Buffer.from(value).toString('hex') })
      return 0
    },
  }
  return { sys: createSyscalls(backend as Backend), calls }
}

describe.each(['linux', 'darwin', 'freebsd', 'win32'])('options by name on %s', (name) => {
  const { sys } = syscallsOf(name)
  const { constants } = tableOf(name, 'x64')
  const readable = (Object.keys(table) as OptionName[]).filter((option) => 'decode' in table[option].kind)

  it('are read where there is such a number, and are ENOPROTOOPT elsewhere', () => {
    for (const option of readable) {
      const read = () => sys.getOption(3, option as ReadableOption)
      if (constants[option] === undefined)
        expect(read, option).toThrow(expect.objectContaining({ code: 'ENOPROTOOPT' }))
      else expect(read, option).not.toThrow()
    }
  })
})

/** Where the systems differ: the option's level and number, and the bytes of its value up to the zeros at the end. */
const written = {
  'a time-out of 1.5 s': {
    linux: ['1:20', '010000000000000020a107', 16],
    darwin: ['65535:4102', '010000000000000020a107', 16],
    freebsd: ['65535:4102', '010000000000000020a107', 16],
    win32: ['65535:4102', 'dc05', 4],
  },
  'a linger of 3 s': {
    linux: ['1:13', '0100000003', 8],
    darwin: ['65535:128', '0100000003', 8],
    freebsd: ['65535:128', '0100000003', 8],
    win32: ['65535:128', '010003', 4],
  },
  'a group on interface 2': {
    linux: ['0:35', 'e00102030000000002', 12],
    darwin: ['0:12', 'e00102030000000002', 12],
    freebsd: ['0:12', 'e00102030000000002', 12],
    win32: ['0:12', 'e001020300000002', 8],
  },
  'a source and its group': {
    linux: ['0:39', 'e80102030a0000020a000001', 12],
    darwin: ['0:70', 'e80102030a0000010a000002', 12],
    freebsd: ['0:70', 'e80102030a0000010a000002', 12],
    win32: ['0:15', 'e80102030a0000010a000002', 12],
  },
  'a group of either family': {
    linux: ['0:42', '020000000000000002000000e0010203', 136],
    darwin: ['0:80', '0200000010020000e0010203', 132],
    freebsd: ['0:80', '020000000000000010020000e0010203', 136],
    win32: ['0:41', '020000000000000002000000e0010203', 136],
  },
} as const

const writers: Record<keyof typeof written, (sys: ReturnType<typeof syscallsOf>['sys']) => void> = {
  'a time-out of 1.5 s': (sys) => sys.setOption(3, 'SO_RCVTIMEO', 1500),
  'a linger of 3 s': (sys) => sys.setOption(3, 'SO_LINGER', 3),
  'a group on interface 2': (sys) => sys.setOption(3, 'IP_ADD_MEMBERSHIP', { group: '224.1.2.3', interface: 2 }),
  'a source and its group': (sys) =>
    sys.setOption(3, 'IP_ADD_SOURCE_MEMBERSHIP', { group: '232.1.2.3', source: '10.0.0.1', interface: '10.0.0.2' }),
  'a group of either family': (sys) => sys.setOption(3, 'MCAST_JOIN_GROUP', { group: '224.1.2.3', interface: 2 }),
}

describe.each(Object.entries(written))('%s', (what, platforms) => {
  it.each(Object.entries(platforms))('is laid out as %s has it', (name, [place, bytes, size]) => {
    const { sys, calls } = syscallsOf(name)
    writers[what as keyof typeof written](sys)
    const [call] = calls as [Call]
    expect(`${call.level}:${call.option}`).toBe(place)
    expect(call.value).toBe(bytes.padEnd(size * 2, '0'))
  })
})
