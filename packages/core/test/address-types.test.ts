import { describe, expectTypeOf, it } from 'vitest'
import type {
  Address,
  AddressInit,
  Inet4Address,
  Inet6Address,
  InetAddress,
  RawAddress,
  UnixAddress,
} from '../src/index.js'

/** Looked at by the compiler alone. */
describe('the types of addresses', () => {
  it('are told apart by their family', () => {
    expectTypeOf<Extract<Address, { family: 'IPv4' }>>().toEqualTypeOf<Inet4Address>()
    const narrow = (address: Address) => {
      if (address.family === 'IPv4') expectTypeOf(address).toEqualTypeOf<Inet4Address>()
      else if (address.family === 'IPv6') expectTypeOf(address).toEqualTypeOf<Inet6Address>()
      else if (address.family === 'unix') expectTypeOf(address).toEqualTypeOf<UnixAddress>()
      else expectTypeOf(address).toEqualTypeOf<RawAddress>()
    }
    expectTypeOf(narrow).toBeFunction()
  })

  it('have a port, or are none of the Internet families', () => {
    const narrow = (address: Address) => {
      if (address.port !== undefined) expectTypeOf(address).toEqualTypeOf<InetAddress>()
    }
    expectTypeOf(narrow).toBeFunction()
    expectTypeOf<Address['port']>().toEqualTypeOf<number | undefined>()
  })

  it('are all what a program may write', () => {
    expectTypeOf<Address>().toExtend<AddressInit>()
    expectTypeOf<{ address: string; port: number }>().toExtend<AddressInit>()
    expectTypeOf<{ path: string }>().toExtend<AddressInit>()
    expectTypeOf<{ path: Buffer }>().toExtend<AddressInit>()
    expectTypeOf<{ abstract: Uint8Array }>().toExtend<AddressInit>()
    expectTypeOf<{ family: 'unix' }>().toExtend<AddressInit>()
    expectTypeOf<{ family: number; bytes: Uint8Array }>().toExtend<AddressInit>()
  })

  it('are of one family', () => {
    expectTypeOf<{ path: string; port: number }>().not.toExtend<AddressInit>()
    expectTypeOf<{ path: string; family: 'IPv4' }>().not.toExtend<AddressInit>()
    expectTypeOf<{ address: string; port: number; bytes: Uint8Array }>().not.toExtend<AddressInit>()
    expectTypeOf<{ address: string }>().not.toExtend<AddressInit>()
    expectTypeOf<{ bytes: Uint8Array }>().not.toExtend<AddressInit>()
    expectTypeOf<{ family: 16 }>().not.toExtend<AddressInit>()
  })
})
