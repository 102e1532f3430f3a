import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AddressEncoder } from '../src/address/encoder.js'
import { decodeSockaddr } from '../src/address/sockaddr.js'
import { bytesOf, textOf } from '../src/address/undecodable.js'
import { type AddressInit, SyscallError, UnixAddress } from '../src/index.js'
import { linux } from '../src/platform/linux/index.js'
import { abstract, backendOf, path, unix } from './support/addresses.js'

const little = linux(true)
const { sockaddr_un } = little.layouts
const bsd = {
  ...little,
  name: 'bsd',
  layouts: { ...little.layouts, sockaddrHasLength: true, sockaddr_un: { ...sockaddr_un, size: 106, pathLength: 104 } },
}

const encode = (init: AddressInit, platform = little) => [
  ...new AddressEncoder(backendOf(platform)).encode('to', init).bytes,
]
const decode = (bytes: readonly number[], platform = little) =>
  decodeSockaddr(platform, Uint8Array.from(bytes), bytes.length)

describe('bytes as a string', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(bytesOf(textOf(bytes))).toEqual(bytes)
      }),
    )
  })

  it('are their text where they are UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textOf(new TextEncoder().encode(text))).toBe(text)
      }),
    )
  })

  it('have a surrogate for each byte that is not', () => {
    expect(textOf(Uint8Array.of(0x61, 0xff, 0xc3, 0xa9, 0xc3))).toBe('a\udcffé\udcc3')
    expect(textOf(Uint8Array.of(0xf0, 0x9f, 0x98, 0x80, 0x80))).toBe('😀\udc80')
    expect(bytesOf('\ud800')).toBeNull()
    expect(bytesOf('\udc7f')).toBeNull()
  })
})

describe('sockaddr_un', () => {
  it('gives back the address that it was made of', () => {
    fc.assert(
      fc.property(unix, (address) => {
        expect(decode(encode(address))).toStrictEqual(address)
      }),
    )
  })

  it('of a path has a NUL behind it, but for the longest', () => {
    expect(encode({ path: '/x' })).toEqual([1, 0, 0x2f, 0x78, 0])
    expect(encode({ path: 'x'.repeat(107) })).toHaveLength(110)
    expect(encode({ path: 'x'.repeat(108) })).toHaveLength(110)
    expect(encode({ path: '/x' }, bsd)).toEqual([5, 1, 0x2f, 0x78, 0])
  })

  it('of an abstract name is as long as the name, NULs and all', () => {
    expect(encode({ abstract: 'a\0' })).toEqual([1, 0, 0, 0x61, 0])
    expect(encode({ abstract: '' })).toEqual([1, 0, 0])
    expect(encode({ abstract: new Uint8Array(107).fill(0xff) })).toHaveLength(110)
  })

  it('of an unnamed address is the family alone', () => {
    expect(encode({ family: 'unix' })).toEqual([1, 0])
    expect(encode(new UnixAddress())).toEqual([1, 0])
  })

  it('is read with the NUL that the kernel put behind a path, and without', () => {
    const address = new UnixAddress({ path: '/x' })
    for (const rest of [[], [0], [0, 0], [0, 0x79]]) expect(decode([1, 0, 0x2f, 0x78, ...rest])).toStrictEqual(address)
    // Linux tells the longest path with a NUL behind it, in 111 bytes.
    expect(decode([1, 0, ...new Array(108).fill(0x78), 0])).toStrictEqual(new UnixAddress({ path: 'x'.repeat(108) }))
  })

  it('has no abstract names on other systems', () => {
    expect(decode([16, 1, 0, 0, 0], bsd)).toStrictEqual(new UnixAddress())
    expect(() => encode({ abstract: 'x' }, bsd)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE', message: expect.stringContaining('"to.abstract"') }),
    )
  })

  it('has room for as much as the system has', () => {
    const tooLong = expect.objectContaining({
      code: 'ERR_INVALID_ARG_VALUE',
      message: expect.stringContaining('"to.path"'),
    })
    expect(() => encode({ path: 'é'.repeat(55) })).toThrow(tooLong)
    expect(encode({ path: 'x'.repeat(104) }, bsd)).toHaveLength(106)
    expect(() => encode({ path: 'x'.repeat(105) }, bsd)).toThrow(tooLong)
  })
})

describe('an encoder', () => {
  const encoder = new AddressEncoder(backendOf(little))

  it('gives for any run of addresses what a fresh one gives', () => {
    fc.assert(
      fc.property(fc.array(unix, { maxLength: 10 }), (addresses) => {
        for (const address of addresses.flatMap((each) => [each, each])) {
          expect([...encoder.encode('to', address).bytes]).toEqual(encode(address))
        }
      }),
    )
  })

  it('does not encode again what it remembers', () => {
    const first = encoder.encode('to', { path: '/run/x' })
    expect(encoder.encode('to', { path: '/run/x' })).toBe(first)
  })

  it('sees that bytes have changed since', () => {
    const to = { path: Buffer.from('/x') }
    encoder.encode('to', to)
    to.path[1] = 0x79
    expect([...encoder.encode('to', to).bytes]).toEqual(encode({ path: '/y' }))
  })

  it('tells a path from an abstract name of the same text', () => {
    expect([...encoder.encode('to', { path: 'x' }).bytes]).toEqual([1, 0, 0x78, 0])
    expect([...encoder.encode('to', { abstract: 'x' }).bytes]).toEqual([1, 0, 0, 0x78])
    expect([...encoder.encode('to', { family: 'unix' }).bytes]).toEqual([1, 0])
  })
})

describe('a UnixAddress', () => {
  it('gives back the bytes of its name', () => {
    fc.assert(
      fc.property(fc.oneof(path, abstract), (address) => {
        const init = address.path === undefined ? { abstract: address.toBytes() } : { path: address.toBytes() }
        expect(new UnixAddress(init)).toStrictEqual(address)
      }),
    )
    expect(new UnixAddress({ path: Uint8Array.of(0x2f, 0xff) }).toBytes()).toEqual(Uint8Array.of(0x2f, 0xff))
    expect(new UnixAddress().toBytes()).toEqual(new Uint8Array(0))
  })

  it('is frozen, and nothing of it belongs to other families', () => {
    const address = new UnixAddress({ path: '/run/x' })
    expect(Object.isFrozen(address)).toBe(true)
    expect({ ...address }).toEqual({ family: 'unix', path: '/run/x', abstract: undefined })
    expect(address.port).toBeUndefined()
  })

  it.each([
    [new UnixAddress({ path: '/run/x' }), '/run/x', 'sendto ENOENT unix:/run/x'],
    [new UnixAddress({ abstract: 'x' }), '\0x', 'sendto ENOENT unix:@x'],
    [new UnixAddress(), undefined, 'sendto ENOENT unix:'],
  ])('in an error is told as Node does: %s', (address, told, message) => {
    const error = new SyscallError('ENOENT', -2, 'sendto', address)
    expect(error.message).toBe(message)
    expect(error.address).toBe(told)
    expect('port' in error).toBe(false)
  })

  it.each<[string, object, string]>([
    ['an empty path', { path: '' }, 'init.path'],
    ['a NUL in a path', { path: 'a\0b' }, 'init.path'],
    ['a path and an abstract name', { path: 'a', abstract: 'b' }, 'init.abstract'],
    ['a surrogate that stands for no byte', { abstract: '\ud83d' }, 'init.abstract'],
  ])('is refused with the name of what is wrong: %s', (_, init, argument) => {
    expect(() => new UnixAddress(init)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE', message: expect.stringContaining(`"${argument}"`) }),
    )
  })
})
