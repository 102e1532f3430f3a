import { invalidArgValue } from '../argument-errors.js'
import { checkString } from '../validate.js'
import type { Address } from './address.js'
import { unescaped } from './escapes.js'
import { checkInet, Inet4Address, Inet6Address, type InterfaceIndex } from './inet.js'
import { formatIPv6 } from './ipv6.js'
import { RawAddress } from './raw.js'
import { UnixAddress } from './unix.js'

const forms = "such as '127.0.0.1:8080', '[::1]:53', '[fe80::1%2]:53', 'unix:/run/x' or 'unix:@abstract'"

/**
 * Reads an address as text, the way that `String(address)` prints it:
 *
 * - `127.0.0.1:8080`, `[2001:db8::1]:53`, `[fe80::1%2]:53`, `[fe80::1%eth0]:53`; flow information has no text.
 * - `unix:/run/x`: a path, absolute or not; `unix:@name`: a Linux abstract name; `unix:`: unnamed. Any byte may be written as `\x1b` with two hexadecimal digits,
 *   and has to be where it is no part of UTF-8; a backslash is `\\`. A path that begins with `@` is `unix:\x40path`.
 * - `raw:16:100000000000000000000000`: an address of another family by its number and the bytes of its whole `sockaddr`.
 * @param interfaces what tells the index of an interface whose name is a zone: system calls. Without it, names are refused
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`
 * @throws SyscallError of `if_nametoindex`: `ENODEV`
 */
export function parseAddress(text: string, interfaces?: { readonly if_nametoindex: InterfaceIndex }): Address {
  checkString('text', text)
  const address = text.startsWith('unix:')
    ? parseUnix(text.slice(5))
    : text.startsWith('raw:')
      ? parseRaw(text)
      : parseInet(text, interfaces ? (name) => interfaces.if_nametoindex(name) : null)
  if (address === null) throw invalidArgValue('text', `must be an address ${forms}`, text)
  return address
}

function parseInet(text: string, indexOf: InterfaceIndex | null): Address | null {
  const [, literal, bare, digits] = /^(?:\[(.*)\]|([\d.]+)):(\d{1,5})$/s.exec(text) ?? []
  const port = Number(digits)
  if (!(port <= 65535) || digits !== String(port)) return null
  const address = literal ?? (bare as string)
  try {
    const fields = checkInet('text', { address, port, family: literal === undefined ? 'IPv4' : 'IPv6' }, indexOf)
    if (fields.family === 'IPv4') return new Inet4Address(address, port)
    return new Inet6Address(formatIPv6(fields.bytes, 0), port, fields)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function parseUnix(text: string): Address | null {
  if (text === '') return new UnixAddress()
  const isAbstract = text.startsWith('@')
  const bytes = unescaped(isAbstract ? text.slice(1) : text)
  if (bytes === null) return null
  if (isAbstract) return new UnixAddress({ abstract: bytes })
  return bytes.includes(0) ? null : new UnixAddress({ path: bytes })
}

function parseRaw(text: string): Address | null {
  const [, family, hex] = /^raw:(\d{1,5}):((?:[0-9a-f]{2}){2,128})$/i.exec(text) ?? []
  if (hex === undefined || family !== String(Number(family)) || Number(family) > 65535) return null
  return new RawAddress(Number(family), Buffer.from(hex, 'hex'))
}
