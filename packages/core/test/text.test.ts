import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Address, Inet4Address, Inet6Address, parseAddress, RawAddress, UnixAddress } from '../src/index.js'
import { inet4, plainInet6, raw, unix } from './support/addresses.js'

const refusal = expect.objectContaining({
  code: 'ERR_INVALID_ARG_VALUE',
  message: expect.stringContaining('"text"'),
})

function parsed(text: string): Address | null {
  try {
    return parseAddress(text)
  } catch (error) {
    expect(error).toEqual(refusal)
    return null
  }
}

describe('the text of an address', () => {
  it('is read as the address that printed it', () => {
    fc.assert(
      fc.property(fc.oneof(inet4, plainInet6, unix, raw), (address) => {
        expect(parseAddress(String(address))).toStrictEqual(address)
      }),
      { numRuns: 1000 },
    )
  })

  it('can be shown anywhere', () => {
    fc.assert(
      fc.property(fc.oneof(unix, raw), (address) => {
        expect(String(address)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
      }),
    )
  })

  it('is printed again as it was, or refused, or another form of what is printed', () => {
    const pieces = fc.array(
      fc.constantFrom(
        'unix:',
        'raw:',
        '@',
        '\\',
        '\\x',
        '00',
        'ff',
        ':',
        '[',
        ']',
        '%',
        '::1',
        '1',
        '.',
        '/',
        '\0',
        'é',
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map((each) => each.join('')),
        ),
        (text) => {
          const address = parsed(text)
          if (address !== null) expect(parseAddress(String(address))).toStrictEqual(address)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('holds an IPv4 or IPv6 address exactly where node:net says so', () => {
    const almost = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.stringMatching(/^[0-9]{0,4}(\.[0-9]{0,4}){0,5}$/),
      fc.stringMatching(/^([0-9a-f]{0,5}:{1,2}){0,9}[0-9a-f]{0,5}$/),
    )
    fc.assert(
      fc.property(almost, (text) => {
        expect(parsed(`${text}:53`) !== null).toBe(isIPv4(text))
        expect(parsed(`[${text}]:53`) !== null).toBe(isIPv6(text))
      }),
      { numRuns: 2000 },
    )
  })

  it.each<[string, Address]>([
    ['127.0.0.1:8080', new Inet4Address('127.0.0.1', 8080)],
    ['[::1]:53', new Inet6Address('::1', 53)],
    ['[2001:DB8::1]:0', new Inet6Address('2001:db8::1', 0)],
    ['[fe80::1%2]:53', new Inet6Address('fe80::1', 53, { scopeId: 2 })],
    ['unix:', new UnixAddress()],
    ['unix:/run/x', new UnixAddress({ path: '/run/x' })],
    ['unix:run/é x:1', new UnixAddress({ path: 'run/é x:1' })],
    ['unix:@', new UnixAddress({ abstract: '' })],
    ['unix:@abstract', new UnixAddress({ abstract: 'abstract' })],
    ['unix:@@\\x00\\xFF', new UnixAddress({ abstract: Uint8Array.of(0x40, 0, 0xff) })],
    ['unix:\\x40x', new UnixAddress({ path: '@x' })],
    ['unix:./@x', new UnixAddress({ path: './@x' })],
    ['unix:a\\\\b', new UnixAddress({ path: 'a\\b' })],
    ['raw:16:100000000000000000000000', new RawAddress(16, Uint8Array.of(16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))],
  ])('%j is read', (text, address) => {
    expect(parseAddress(text)).toStrictEqual(address)
  })

  it.each([
    ['an abstract name with what cannot be seen', { abstract: 'a\0\u202e\\' }, 'unix:@a\\x00\\xe2\\x80\\xae\\\\'],
    ['bytes that are no UTF-8', { path: Uint8Array.of(0x2f, 0xc3, 0x28) }, 'unix:/\\xc3('],
    ['a path that begins with @', { path: '@x' }, 'unix:\\x40x'],
    ['other letters and spaces', { path: '/ключ 😀' }, 'unix:/ключ 😀'],
  ])('prints %s', (_, init, text) => {
    expect(String(new UnixAddress(init))).toBe(text)
  })

  it.each([
    '',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:65536',
    '127.0.0.1:080',
    '127.0.0.1:+8',
    '127.0.0.1:80 ',
    'localhost:80',
    '[127.0.0.1]:80',
    '::1:80',
    '[::1]',
    '[::1%]:80',
    '[::1%eth0]:80',
    'unix:a\0b',
    'unix:a\\x00b',
    'unix:a\\',
    'unix:\\n',
    'unix:\\x4',
    'unix:\ud800',
    'UNIX:/x',
    'raw:16',
    'raw:16:',
    'raw:16:1',
    'raw:16:10',
    'raw:016:1000',
    'raw:65536:1000',
  ])('%j is none', (text) => {
    expect(parsed(text)).toBeNull()
  })

  it.each([undefined, null, 80, {}, ['127.0.0.1:80']])('is a string, and not %s', (text) => {
    expect(() => parseAddress(text as string)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }))
  })
})

describe('a zone that is the name of an interface', () => {
  const interfaces = {
    if_nametoindex(name: string) {
      if (name !== 'eth0') throw new Error(`no ${name}`)
      return 7
    },
  }

  it('is looked up by who was given for it', () => {
    const address = parseAddress('[fe80::1%eth0]:53', interfaces)
    expect(address).toStrictEqual(new Inet6Address('fe80::1', 53, { scopeId: 7 }))
    expect(String(address)).toBe('[fe80::1%7]:53')
    expect(() => parseAddress('[fe80::1%eth1]:53', interfaces)).toThrow('no eth1')
  })

  it('is one wherever node:net says so', () => {
    const zones = fc.oneof(fc.stringMatching(/^[0-9a-zA-Z.:-]{1,15}$/), fc.string({ maxLength: 15 }))
    fc.assert(
      fc.property(fc.ipV6(), zones, (address, zone) => {
        const text = `${address}%${zone}`
        fc.pre(isIPv6(text) && !/^\d+$/.test(zone))
        expect(parseAddress(`[${text}]:53`, { if_nametoindex: () => 7 })).toMatchObject({ scopeId: 7 })
      }),
    )
  })

  it('is not looked up where it is a number', () => {
    expect(parseAddress('[fe80::1%3]:53', interfaces)).toStrictEqual(new Inet6Address('fe80::1%3', 53))
  })

  it('is refused where it could not be a name', () => {
    expect(() => parseAddress('[fe80::1%eth0\0]:53', interfaces)).toThrow(refusal)
    expect(() => parseAddress('[fe80::1%]:53', interfaces)).toThrow(refusal)
  })
})
