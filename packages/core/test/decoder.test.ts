import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AddressDecoder } from '../src/address/decoder.js'
import { AddressEncoder } from '../src/address/encoder.js'
import { decodeSockaddr } from '../src/address/sockaddr.js'
import { NameBuffer, RawAddress } from '../src/index.js'
import { linux } from '../src/platform/linux/index.js'
import { backendOf, inet4, inet6, raw, unix } from './support/addresses.js'

const platform = linux(true)
const encoder = new AddressEncoder(backendOf(platform))
const any = fc.oneof(inet4, inet6, unix, raw)

describe('a decoder', () => {
  const decoder = new AddressDecoder(platform)
  const name = new NameBuffer({})
  const decode = (bytes: Uint8Array) => {
    name.set(bytes)
    return decoder.decode(name)
  }

  it('gives for any run of names, of any length, what each gives by itself', () => {
    const bytes = fc.oneof(
      any.map((address) => encoder.encode('to', address).bytes.slice()),
      fc.uint8Array(),
    )
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 10 }), (names) => {
        for (const each of [...names, ...names]) {
          expect(decode(each)).toStrictEqual(decodeSockaddr(platform, each, each.length))
        }
      }),
    )
  })

  it('tells apart names that differ in their last bytes alone, or in their length', () => {
    const names = ['/x', '/xy', '/xyz', '/xyzz', '/xyza', '/xya', '/xz']
    for (let round = 0; round < 2; round++) {
      for (const path of names) expect(decode(encoder.encode('to', { path }).bytes)).toMatchObject({ path })
      for (const abstract of ['', '\0', '\0\0', 'a', 'a\0']) {
        expect(decode(encoder.encode('to', { abstract }).bytes)).toMatchObject({ abstract })
      }
    }
  })

  it('gives the same object for the same peer', () => {
    const first = decode(encoder.encode('to', { path: '/run/x' }).bytes)
    expect(decode(encoder.encode('to', { path: '/run/x' }).bytes)).toBe(first)
  })

  it('gives raw bytes that nobody else has', () => {
    const bytes = Uint8Array.of(16, 0, 1, 2)
    const first = decode(bytes) as RawAddress
    first.bytes[2] = 9
    expect(decode(bytes)).toStrictEqual(new RawAddress(16, bytes))
  })

  it('finds no address in a name that is empty, begun, cut, or of no family', () => {
    expect(decode(new Uint8Array(0))).toBeNull()
    expect(decode(Uint8Array.of(2))).toBeNull()
    expect(decode(new Uint8Array(129).fill(1, 0, 1))).toBeNull()
    expect(decode(new Uint8Array(16))).toBeNull()
  })
})
