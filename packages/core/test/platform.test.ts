import { constants, platform as os } from 'node:os'
import { describe, expect, it } from 'vitest'
import { errnoName } from '../src/errors.js'
import { hostPlatform, timeval } from '../src/index.js'
import { tableOf } from '../src/platform/host.js'
import { linux } from '../src/platform/linux/index.js'
import type { Field } from '../src/platform/platform.js'
import { millisecondsOf } from '../src/timeval.js'

const host = hostPlatform()

describe('the table of this host', () => {
  // On Windows Node has Winsock's numbers by names of their own, and others by the names of errno.h.
  const winsock = host.name === 'win32'
  const numbers = Object.entries(constants.errno).filter(([name]) => name.startsWith('WSA') === winsock)

  it.each(numbers)('has %s as %i, as Node has it', (name, errno) => {
    expect(host.errno[name] ?? host.errno[name.replace('WSA', '')]).toBe(errno)
  })

  it('names what two names share by the name that Node uses', () => {
    expect(errnoName(host, host.errno.ENOTSUP)).toBe('ENOTSUP')
    expect(errnoName(host, host.errno.EWOULDBLOCK as number)).toBe('EAGAIN')
    expect(errnoName(host, 4000)).toBe('ERRNO_4000')
  })

  it('is that of its operating system', () => {
    expect(host.name).toBe(os())
  })
})

const machines = [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['darwin', 'x64'],
  ['darwin', 'arm64'],
  ['freebsd', 'x64'],
  ['freebsd', 'arm64'],
  ['win32', 'x64'],
] as const

describe.each(machines)('the table of %s-%s', (platform, architecture) => {
  const table = tableOf(platform, architecture)
  const reference = linux(true)

  it('is that of its operating system, in the shape that all have', () => {
    expect(table.name).toBe(platform)
    expect(Object.keys(table.constants)).toEqual(Object.keys(reference.constants))
    expect(Object.keys(table.layouts).sort()).toEqual(Object.keys(reference.layouts).sort())
  })

  it('has numbers that fit into 32 bits, or undefined', () => {
    const constants: [string, number | undefined][] = Object.entries(table.constants)
    const numbers = constants.map(([, value]) => value).filter((value) => value !== undefined)
    expect(numbers.filter((value) => !Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 32)).toEqual([])
    expect(numbers.length).toBeGreaterThan(100)
  })

  it('has positive error numbers, each of which has a name', () => {
    const numbers = Object.values(table.errno)
    expect(numbers.filter((value) => !Number.isInteger(value) || value <= 0)).toEqual([])
    expect(numbers.map((value) => errnoName(table, value)).filter((name) => !/^(E|WSA)[A-Z0-9_]+$/.test(name))).toEqual(
      [],
    )
    expect(errnoName(table, table.errno.ENOTSUP)).toBe('ENOTSUP')
    expect(errnoName(table, table.errno.EWOULDBLOCK as number)).toBe('EAGAIN')
  })

  const structs = Object.entries(table.layouts).filter(([, layout]) => typeof layout === 'object')

  it.each(structs)(
    'has the fields of %s inside it, each on a boundary that suits it, none over another',
    (_, layout) => {
      const { size, ...rest } = layout as { size: number } & Record<string, unknown>
      const fields = Object.values(rest)
        .filter(isField)
        .sort((a, b) => a.at - b.at)
      expect(fields.filter((field) => field.at + field.size > size || field.at % field.size !== 0)).toEqual([])
      expect(fields.filter((field, i) => i > 0 && field.at < end(fields[i - 1] as Field))).toEqual([])
    },
  )
})

it.each(['sunos-x64', 'linux-ppc64', 'win32-ia32', 'toString-x64'])('there is no table of %s', (machine) => {
  const [platform, architecture] = machine.split('-') as [string, string]
  const message = `sendto has no table of constants and layouts for ${machine}`
  expect(() => tableOf(platform, architecture)).toThrow(
    expect.objectContaining({ code: 'ERR_UNSUPPORTED_PLATFORM', message }),
  )
})

function isField(value: unknown): value is Field {
  return typeof value === 'object' && value !== null && 'at' in value
}

function end({ at, size }: Field) {
  return at + size
}

describe('a timeval', () => {
  it('has seconds and microseconds in the byte order of the platform', () => {
    expect([...timeval(linux(true), 1500)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0x20, 0xa1, 7, 0, 0, 0, 0, 0])
    expect([...timeval(linux(false), 1500)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 7, 0xa1, 0x20])
  })

  it('follows the sizes of the platform', () => {
    const table = linux(true)
    const narrow = {
      ...table,
      layouts: { ...table.layouts, timeval: { seconds: 4, microseconds: 4, size: 8 } as const },
    }
    expect([...timeval(narrow, 2000)]).toEqual([2, 0, 0, 0, 0, 0, 0, 0])
  })

  it('is a number of milliseconds on Windows', () => {
    expect([...timeval(tableOf('win32', 'x64'), 1500)]).toEqual([0xdc, 5, 0, 0])
  })

  it.each(machines)('is read as it was written (%s-%s)', (platform, architecture) => {
    const table = tableOf(platform, architecture)
    expect(millisecondsOf(table, timeval(table, 2 ** 31 - 1))).toBe(2 ** 31 - 1)
  })

  it.each([-1, 0.5, Number.NaN, 2 ** 31])('of %d milliseconds is refused', (milliseconds) => {
    expect(() => timeval(host, milliseconds)).toThrow(expect.objectContaining({ code: 'ERR_OUT_OF_RANGE' }))
  })
})
