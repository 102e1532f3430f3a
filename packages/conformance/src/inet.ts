import assert from 'node:assert/strict'
import type { Address, InetAddress } from '@sendto/core'

export type Family = 'IPv4' | 'IPv6'

export const loopback = { IPv4: '127.0.0.1', IPv6: '::1' } as const
export const wildcard = { IPv4: '0.0.0.0', IPv6: '::' } as const

/** Of TEST-NET-3 (RFC 5737): no host's own. */
export const foreign = '203.0.113.1'

/** The address, which must be one of the Internet families. */
export function inet(address: Address | null): InetAddress {
  assert.ok(address?.family === 'IPv4' || address?.family === 'IPv6', `${address} is no Internet address`)
  return address
}
