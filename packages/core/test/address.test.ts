import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatIPv4, parseIPv4 } from '../src/address/ipv4.js'
import { formatIPv6, parseIPv6 } from '../src/address/ipv6.js'

const parses = (parse: typeof parseIPv4, text: string) => parse(text, new Uint8Array(16), 0)

/** Text that is an address, nearly one, or not at all. */
const almostIPv4 = fc.stringMatching(/^[0-9]{0,4}(\.[0-9]{0,4}){0,5}$/)
const almostIPv6 = fc.oneof(
  fc.stringMatching(/^[0-9a-fA-F:]{0,40}$/),
  fc.stringMatching(/^([0-9a-f]{0,5}:{1,2}){0,9}[0-9a-f]{0,5}$/),
  fc.stringMatching(/^([0-9a-f]{1,4}:{1,2}){0,7}[0-9]{1,3}(\.[0-9]{1,3}){2,4}$/),
)

describe('IPv4 text', () => {
  it('is an address exactly where node:net says so', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), almostIPv4, fc.string()), (text) => parses(parseIPv4, text) === isIPv4(text)),
    )
  })

  it('comes back from its bytes as it was', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const bytes = new Uint8Array(4)
        parseIPv4(text, bytes, 0)
        return formatIPv4(bytes, 0) === text
      }),
    )
  })
})

describe('IPv6 text', () => {
  it('is an address exactly where node:net says so', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), almostIPv6, fc.string()), (text) => {
        return text.includes('%') || parses(parseIPv6, text) === isIPv6(text)
      }),
      { numRuns: 2000 },
    )
  })

  it('comes back to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const again = new Uint8Array(16)
        expect(parseIPv6(formatIPv6(bytes, 0), again, 0)).toBe(true)
        expect(again).toEqual(bytes)
      }),
    )
  })

  // The forms of RFC 5952, sections 4 and 5, and of inet_ntop(3).
  it.each([
    ['::', '::'],
    ['::1', '::1'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['1::', '1::'],
    ['::ffff:c000:201', '::ffff:192.0.2.1'],
    ['::192.0.2.1', '::192.0.2.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s is printed as %s', (text, printed) => {
    const bytes = new Uint8Array(16)
    expect(parseIPv6(text, bytes, 0)).toBe(true)
    expect(formatIPv6(bytes, 0)).toBe(printed)
  })
})
