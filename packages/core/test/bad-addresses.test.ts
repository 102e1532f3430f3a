import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AddressEncoder } from '../src/address/encoder.js'
import { decodeSockaddr } from '../src/address/sockaddr.js'
import type { AddressInit } from '../src/index.js'
import { linux } from '../src/platform/linux/index.js'
import { backendOf } from './support/addresses.js'

const platform = linux(true)
const value = fc.oneof(
  fc.constantFrom(undefined, null, '127.0.0.1', '::1', 'fe80::1%eth0', 'fe80::1%\0', 'unix', 'IPv6', 1, 2, 16, 65_536),
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.uint8Array({ maxLength: 140 }),
  fc.anything({ withBigInt: true, withTypedArray: true, withNullPrototype: true }),
)
const init = fc.record(
  {
    address: value,
    port: value,
    family: value,
    flowInfo: value,
    scopeId: value,
    path: value,
    abstract: value,
    bytes: value,
  },
  { requiredKeys: [] },
)

it('whatever is given for an address is one, or refused with the name of what is wrong', () => {
  const encoder = new AddressEncoder(backendOf(platform))
  fc.assert(
    fc.property(fc.oneof({ arbitrary: init, weight: 9 }, fc.anything()), (init) => {
      try {
        const { bytes, length } = encoder.encode('to', init as AddressInit)
        expect(bytes).toHaveLength(length)
        expect(length).toBeLessThanOrEqual(128)
        decodeSockaddr(platform, bytes, length)
      } catch (error) {
        expect(error).toMatchObject({
          code: expect.stringMatching(/^ERR_(INVALID_ARG_(TYPE|VALUE)|OUT_OF_RANGE)$/),
          message: expect.stringMatching(/"to[".]/),
        })
      }
    }),
    { numRuns: 5000 },
  )
})
