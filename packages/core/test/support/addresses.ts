import fc from 'fast-check'
import { Inet4Address, Inet6Address, RawAddress, UnixAddress } from '../../src/index.js'
import type { Platform } from '../../src/platform/platform.js'

/** What an encoder needs of a backend, on which the name of interface 7 is eth0. */
export const backendOf = (platform: Platform) => ({
  platform,
  if_nametoindex: (name: string) => (name === 'eth0' ? 7 : -platform.errno.ENODEV),
})

const port = fc.integer({ min: 0, max: 65535 })
const scopeId = fc.nat(0xffffffff)

export const inet4 = fc.tuple(fc.ipV4(), port).map(([address, port]) => new Inet4Address(address, port))

export const inet6 = fc
  .tuple(fc.ipV6(), port, fc.integer({ min: 0, max: 2 ** 28 - 1 }), scopeId)
  .map(([address, port, flowInfo, scopeId]) => new Inet6Address(address, port, { flowInfo, scopeId }))

/** Without flow information, which has no text. */
export const plainInet6 = fc
  .tuple(fc.ipV6(), port, scopeId)
  .map(([address, port, scopeId]) => new Inet6Address(address, port, { scopeId }))

/** Bytes that begin like what means something, are text, or neither. */
export const name = (maxLength: number) =>
  fc
    .oneof(
      fc.uint8Array({ maxLength }),
      fc.string({ unit: 'binary', maxLength: maxLength >> 2 }).map((text) => Buffer.from(text)),
      fc.stringMatching(/^[@\\x./0-9a-f]{1,12}$/).map((text) => Buffer.from(text)),
    )
    .map((bytes) => Uint8Array.from(bytes))

export const path = name(108)
  .filter((bytes) => bytes.length > 0 && !bytes.includes(0))
  .map((path) => new UnixAddress({ path }))

export const abstract = name(107).map((abstract) => new UnixAddress({ abstract }))

export const unix = fc.oneof(path, abstract, fc.constant(new UnixAddress()))

/** Of no family that has a form of its own. */
export const raw = fc
  .tuple(fc.constantFrom(16, 17, 40, 255), fc.uint8Array({ minLength: 2, maxLength: 128 }))
  .map(([family, bytes]) => {
    bytes.set([family, 0])
    return new RawAddress(family, bytes)
  })
