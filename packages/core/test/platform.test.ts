import { constants, platform as os } from 'node:os'
import { describe, expect, it } from 'vitest'
import { errnoName } from '../src/errors.js'
import { hostPlatform, timeval } from '../src/index.js'
import { linux } from '../src/platform/linux/index.js'

const host = hostPlatform()

describe('the table of this host', () => {
  it.each(Object.entries(constants.errno))('has %s as %i, as Node has it', (name, errno) => {
    expect(host.errno[name]).toBe(errno)
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

  it.each([-1, 0.5, Number.NaN, 2 ** 31])('of %d milliseconds is refused', (milliseconds) => {
    expect(() => timeval(host, milliseconds)).toThrow(expect.objectContaining({ code: 'ERR_OUT_OF_RANGE' }))
  })
})
