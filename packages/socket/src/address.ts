import { type Address, type AddressInit, checkObject, parseAddress, type Syscalls } from '@sendto/core'

/**
 * An address as an object, also where the program wrote it as text: `127.0.0.1:8080`, `unix:/run/x`. Each field is read here, once: getters are the program's code, and could close the
 * socket that the address is for.
 */
export function addressOf(argument: string, address: AddressInit | string, sys: Syscalls): AddressInit {
  if (typeof address === 'string') return parseAddress(address, sys)
  checkObject(argument, address)
  const { port, family, path, abstract, bytes } = address
  const { flowInfo, scopeId } = address as { readonly flowInfo?: number; readonly scopeId?: number }
  return { address: address.address, port, family, flowInfo, scopeId, path, abstract, bytes } as AddressInit
}

/** The family of an address, as `Address.family` has it. What is no address at all is found out by the first call. */
export function familyOf({ family, address, path, abstract }: AddressInit): Address['family'] {
  if (family !== undefined) return family
  if (path !== undefined || abstract !== undefined) return 'unix'
  return String(address).includes(':') ? 'IPv6' : 'IPv4'
}
