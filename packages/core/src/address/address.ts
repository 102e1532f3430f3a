import { invalidArgType } from '../argument-errors.js'
import type { Inet4Address, Inet6Address, InetAddressInit } from './inet.js'
import type { RawAddress, RawAddressInit } from './raw.js'
import type { UnixAddress, UnixAddressInit } from './unix.js'

/**
 * An address as a program writes it: `{ address, port }`; `{ path }`, `{ abstract }` or `{ family: 'unix' }`; `{ family: AF_PACKET, bytes }`. Every `Address`
 * is one too.
 */
export type AddressInit = InetAddressInit | UnixAddressInit | RawAddressInit

/** An address of the Internet families. */
export type InetAddress = Inet4Address | Inet6Address

/**
 * An address as the kernel tells it. Tell them apart by `family`: 'IPv4', 'IPv6', 'unix', or a number for what has no form of its own. What belongs to another
 * family is undefined, so that `port`, `path` and the like can be read without looking first.
 */
export type Address = InetAddress | UnixAddress | RawAddress

/** Refuses what is no object at all, before any of its fields is read. */
export function checkAddressObject(argument: string, init: unknown): asserts init is object {
  if (typeof init !== 'object' || init === null) throw invalidArgType(argument, 'an address object', init)
}
