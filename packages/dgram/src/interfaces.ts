import { isIPv4 } from 'node:net'
import type { Syscalls } from 'sendto'

/** An interface as Node is told it: by its IPv4 address, or as the zone of an IPv6 address, `::%eth0`; undefined for any. */
export function interfaceOf(sys: Syscalls, address: string | undefined): string | number | undefined {
  if (address === undefined || address === null || isIPv4(address)) return address
  const { length } = address
  const percent = address.indexOf('%')
  const zone = percent < 0 ? '' : address.slice(percent + 1, length)
  if (zone === '') return percent < 0 && address.includes(':') ? 0 : address
  return /^\d+$/.test(zone) ? Number(zone) : sys.if_nametoindex(zone)
}
