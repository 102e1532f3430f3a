export type Family = 'IPv4' | 'IPv6'

export const loopback = { IPv4: '127.0.0.1', IPv6: '::1' } as const
export const wildcard = { IPv4: '0.0.0.0', IPv6: '::' } as const

/** Of TEST-NET-3 (RFC 5737): no host's own. */
export const foreign = '203.0.113.1'
