import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AddressInit } from '../src/address/address.js'
import { AddressEncoder } from '../src/address/encoder.js'
import { checkInet } from '../src/address/inet.js'
import { decodeSockaddr, encodeSockaddr } from '../src/address/sockaddr.js'
import { setFamily, viewOf } from '../src/address/sockaddr-family.js'
import { Inet4Address, Inet6Address, RawAddress } from '../src/index.js'
import { linux } from '../src/platform/linux/index.js'
import { backendOf, inet4, inet6, raw, unix } from './support/addresses.js'

const little = linux(true)
const bsd = { ...little, layouts: { ...little.layouts, sockaddrHasLength: true } }
const platforms = { 'little-endian': little, 'big-endian': linux(false), 'with a length byte': bsd }

describe.each(Object.entries(platforms))('sockaddr bytes, %s', (_, platform) => {
  it('give back the address that they were made of', () => {
    fc.assert(
      fc.property(fc.oneof(inet4, inet6), (address) => {
        const bytes = new Uint8Array(32)
        const length = encodeSockaddr(platform, checkInet('address', address), bytes)
        expect(decodeSockaddr(platform, bytes, length)).toStrictEqual(address)
      }),
    )
  })

  it('of other families come back as they were', () => {
    fc.assert(
      fc.property(raw, ({ family, bytes }) => {
        const sockaddr = bytes.slice()
        setFamily(platform, viewOf(sockaddr), family, sockaddr.length)
        const address = decodeSockaddr(platform, sockaddr, sockaddr.length)
        expect(address).toStrictEqual(new RawAddress(family, sockaddr))
        expect(new AddressEncoder(backendOf(platform)).encode('to', address as RawAddress).bytes).toEqual(sockaddr)
      }),
    )
  })

  it('of any content are an address or none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 128 }), (bytes) => {
        const address = decodeSockaddr(platform, bytes, bytes.length)
        expect(address === null || Object.isFrozen(address)).toBe(true)
      }),
    )
  })
})

describe('the layout', () => {
  it('of sockaddr_in is that of ip(7)', () => {
    const bytes = new Uint8Array(16)
    encodeSockaddr(little, checkInet('address', { address: '127.0.0.1', port: 8080 }), bytes)
    expect([...bytes]).toEqual([2, 0, 0x1f, 0x90, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('of sockaddr_in6 is that of ipv6(7)', () => {
    const bytes = new Uint8Array(28)
    encodeSockaddr(little, checkInet('address', { address: 'fe80::1%3', port: 53, flowInfo: 0x1234567 }), bytes)
    expect([...bytes]).toEqual([
      10, 0, 0, 53, 1, 0x23, 0x45, 0x67, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 0,
    ])
  })
})

describe('an encoder', () => {
  const encoder = new AddressEncoder(backendOf(little))
  const encode = (init: AddressInit) => [...encoder.encode('to', init).bytes]

  it('gives for any run of addresses what a fresh one gives', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(inet4, inet6, unix, raw), { maxLength: 20 }), (addresses) => {
        const twice = [...addresses, ...addresses]
        for (const address of twice)
          expect(encode(address)).toEqual([...new AddressEncoder(backendOf(little)).encode('to', address).bytes])
      }),
    )
  })

  it('does not encode again what it remembers', () => {
    const first = encoder.encode('to', { address: '192.0.2.7', port: 7 })
    expect(encoder.encode('to', { address: '192.0.2.7', port: 7 })).toBe(first)
  })

  it('sees that a field has changed since', () => {
    const to = { address: '192.0.2.7', port: 7, scopeId: undefined }
    const before = encode(to)
    to.port = 8
    expect(encode(to)).not.toEqual(before)
    expect(() => encode({ ...to, family: 'IPv6' })).toThrow(TypeError)
  })
})

describe('a zone that is the name of an interface', () => {
  it('is looked up each time', () => {
    let index = 7
    const encoder = new AddressEncoder({ platform: little, if_nametoindex: () => index })
    const scope = () => encoder.encode('to', { address: 'fe80::1%eth0', port: 53 }).bytes[24]
    expect(scope()).toBe(7)
    index = 8
    expect(scope()).toBe(8)
  })

  it('must agree with a scope that is given too', () => {
    const encoder = new AddressEncoder(backendOf(little))
    const encode = (scopeId: number) => encoder.encode('to', { address: 'fe80::1%eth0', port: 53, scopeId }).bytes[24]
    expect(encode(7)).toBe(7)
    expect(() => encode(8)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }))
  })

  it('fails as the look-up does where there is none of that name', () => {
    const encoder = new AddressEncoder(backendOf(little))
    expect(() => encoder.encode('to', { address: 'fe80::1%eth9', port: 53 })).toThrow(
      expect.objectContaining({
        code: 'ENODEV',
        syscall: 'if_nametoindex',
        message: 'if_nametoindex ENODEV: eth9',
      }),
    )
  })

  it('is none of an address that has no backend', () => {
    expect(() => new Inet6Address('fe80::1%eth0', 53)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARG_VALUE',
        message: expect.stringContaining('an interface index'),
      }),
    )
  })
})

describe('an address', () => {
  it.each([
    [new Inet4Address('127.0.0.1', 8080), '127.0.0.1:8080'],
    [new Inet6Address('2001:DB8::1', 53), '[2001:db8::1]:53'],
    [new Inet6Address('fe80::1%2', 53), '[fe80::1%2]:53'],
  ])('prints itself as %s', (address, text) => {
    expect(String(address)).toBe(text)
  })

  it.each<[string, unknown, string, string]>([
    ['no object', 'localhost', 'ERR_INVALID_ARG_TYPE', 'to'],
    ['null', null, 'ERR_INVALID_ARG_TYPE', 'to'],
    ['no port', { address: '127.0.0.1' }, 'ERR_INVALID_ARG_TYPE', 'to.port'],
    ['a port as text', { address: '127.0.0.1', port: '80' }, 'ERR_INVALID_ARG_TYPE', 'to.port'],
    ['a port as a bigint', { address: '127.0.0.1', port: 80n }, 'ERR_INVALID_ARG_TYPE', 'to.port'],
    ['port -1', { address: '127.0.0.1', port: -1 }, 'ERR_OUT_OF_RANGE', 'to.port'],
    ['port 65536', { address: '::1', port: 65536 }, 'ERR_OUT_OF_RANGE', 'to.port'],
    ['port NaN', { address: '127.0.0.1', port: Number.NaN }, 'ERR_OUT_OF_RANGE', 'to.port'],
    ['port 80.5', { address: '127.0.0.1', port: 80.5 }, 'ERR_OUT_OF_RANGE', 'to.port'],
    ['port 2^32 + 81', { address: '127.0.0.1', port: 2 ** 32 + 81 }, 'ERR_OUT_OF_RANGE', 'to.port'],
    ['a host name', { address: 'localhost', port: 80 }, 'ERR_INVALID_ARG_VALUE', 'to.address'],
    ['no text', { address: 1, port: 80 }, 'ERR_INVALID_ARG_TYPE', 'to.address'],
    ['the other family', { address: '::1', port: 80, family: 'IPv4' }, 'ERR_INVALID_ARG_VALUE', 'to.address'],
    ['an unknown family', { address: '::1', port: 80, family: 6 }, 'ERR_INVALID_ARG_VALUE', 'to.family'],
    ['a scope on IPv4', { address: '127.0.0.1', port: 80, scopeId: 1 }, 'ERR_INVALID_ARG_VALUE', 'to.scopeId'],
    ['a zone against its scope', { address: '::1%2', port: 80, scopeId: 1 }, 'ERR_INVALID_ARG_VALUE', 'to.scopeId'],
    ['a zone of 2^32', { address: '::1%4294967296', port: 80 }, 'ERR_INVALID_ARG_VALUE', 'to.address'],
    ['an empty zone', { address: '::1%', port: 80 }, 'ERR_INVALID_ARG_VALUE', 'to.address'],
    ['a scope of -1', { address: '::1', port: 80, scopeId: -1 }, 'ERR_OUT_OF_RANGE', 'to.scopeId'],
    ['flow information of 29 bits', { address: '::1', port: 80, flowInfo: 2 ** 28 }, 'ERR_OUT_OF_RANGE', 'to.flowInfo'],
  ])('is refused with the name of what is wrong: %s', (_, init, code, argument) => {
    const encoder = new AddressEncoder(backendOf(little))
    const refusal = expect.objectContaining({ code, message: expect.stringContaining(`"${argument}"`) })
    expect(() => encoder.encode('to', init as AddressInit)).toThrow(refusal)
  })
})
