import { type Address, type AddressInit, checkObject, parseAddress, type Syscalls } from '@sendto/core'

/** An address as an object, also where the program wrote it as text: `127.0.0.1:8080`, `unix:/run/x`. */
export function addressOf(argument: string, address: AddressInit | string, sys: Syscalls): AddressInit {
  if (typeof address === 'string') return parseAddress(address, sys)
  checkObject(argument, address)
  return address
}

/** The family of an address, as `Address.family` has it. What is no address at all is found out by the first call. */
export function familyOf({ family, address, path, abstract }: AddressInit): Address['family'] {
  if (family !== undefined) return family
  if (path !== undefined || abstract !== undefined) return 'unix'
  return String(address).includes(':') ? 'IPv6' : 'IPv4'
}
