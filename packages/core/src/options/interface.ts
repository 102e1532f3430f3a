import { formatIPv4, parseIPv4 } from '../address/ipv4.js'
import { invalidArgType, invalidArgValue } from '../argument-errors.js'
import { Struct } from '../platform/fields.js'
import type { Context } from '../syscalls/context.js'
import { checkInteger, checkString } from '../validate.js'
import { type Kind, viewOf } from './kind.js'

/** A network interface: its index, or its name; 0 leaves the choice to the kernel. Names that do not exist are errors of if_nametoindex(3): `ENODEV`. */
export type Interface = number | string

/** IFNAMSIZ: a name's longest form in UTF-8, with the NUL behind it. */
const nameSize = 16

/** The index of an interface. */
export function interfaceIndex(context: Context, argument: string, value: unknown): number {
  if (typeof value === 'number') {
    checkInteger(argument, value, 0, 2 ** 31 - 1)
    return value
  }
  if (typeof value !== 'string') throw invalidArgType(argument, 'an index or a name of an interface', value)
  const bytes = encodeName(argument, value)
  if (bytes.length === 0) throw invalidArgValue(argument, 'must not be empty', value)
  const index = context.backend.if_nametoindex(value)
  if (index < 0) context.fail('if_nametoindex', index)
  return index
}

/** An interface by its address too: a text that is an IPv4 address is taken for one. */
export function interfaceOrAddress(
  context: Context,
  argument: string,
  value: unknown,
): { readonly index: number; readonly address: Uint8Array } {
  const address = new Uint8Array(4)
  const isAddress = typeof value === 'string' && parseIPv4(value, address, 0)
  return { index: isAddress ? 0 : interfaceIndex(context, argument, value), address }
}

function encodeName(argument: string, name: string): Uint8Array {
  const bytes = new TextEncoder().encode(name)
  if (bytes.length >= nameSize || name.includes('\0')) {
    throw invalidArgValue(argument, `must be a name of at most ${nameSize - 1} bytes, without a NUL`, name)
  }
  return bytes
}

/** The name of an interface, as text; the empty one is none. */
export const deviceName: Kind<string> = {
  size: () => nameSize,
  decode(_, bytes, length) {
    const end = bytes.indexOf(0)
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      bytes.subarray(0, end < 0 ? length : Math.min(end, length)),
    )
  },
  encode(_, value) {
    checkString('value', value)
    return encodeName('value', value)
  },
}

/** `int` with an interface's index; a name may be written too. */
export const index: Kind<number, Interface> = {
  size: () => 4,
  decode: ({ littleEndian }, bytes) => viewOf(bytes).getInt32(0, littleEndian),
  encode(context, value) {
    const bytes = new Uint8Array(4)
    viewOf(bytes).setInt32(0, interfaceIndex(context, 'value', value), context.backend.platform.littleEndian)
    return bytes
  },
}

/** The same in network order. */
export const indexInNetworkOrder: Kind<number, Interface> = {
  size: () => 4,
  decode: (_, bytes) => viewOf(bytes).getInt32(0),
  encode(context, value) {
    const bytes = new Uint8Array(4)
    viewOf(bytes).setInt32(0, interfaceIndex(context, 'value', value))
    return bytes
  },
}

/**
 * `struct ip_mreqn` without a group; `in_addr` where the platform has none. Written as an interface's index, name or address; read as its address, which is
 * 0.0.0.0 where it was set by index.
 */
export const outgoingInterface: Kind<string, Interface> = {
  size: () => 4,
  decode: (_, bytes) => formatIPv4(bytes, 0),
  encode(context, value) {
    const { platform } = context.backend
    const { index, address } = interfaceOrAddress(context, 'value', value)
    const { ip_mreqn } = platform.layouts
    if (ip_mreqn === undefined) return index === 0 ? address : asAddress(index)
    const bytes = new Uint8Array(ip_mreqn.size)
    bytes.set(address, ip_mreqn.interface)
    new Struct(platform, bytes).set(0, ip_mreqn.interfaceIndex, index)
    return bytes
  },
}

/** An index in the place of an address, 0.0.0.x, as Windows wants it. */
export function asAddress(index: number): Uint8Array {
  const bytes = new Uint8Array(4)
  viewOf(bytes).setUint32(0, index)
  return bytes
}
