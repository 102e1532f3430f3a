import { type Address, type InterfaceIndex, parseAddress as parse } from '@sendto/core'
import { if_nametoindex } from './calls.js'

/**
 * Reads an address as text, the way that `String(address)` prints it: `127.0.0.1:8080`, `[fe80::1%eth0]:53`, `unix:/run/x`, `unix:@abstract`. A backend is picked
 * only for a zone that is the name of an interface.
 * @param interfaces what looks such a name up: system calls of one's own
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`
 * @throws SyscallError of `if_nametoindex`: `ENODEV`
 */
export function parseAddress(
  text: string,
  interfaces: { readonly if_nametoindex: InterfaceIndex } = { if_nametoindex },
): Address {
  return parse(text, interfaces)
}
