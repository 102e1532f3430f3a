/** IPv4 addresses as text: four decimal numbers without leading zeros, as inet_pton(3) takes and inet_ntop(3) prints them. */

/** Writes the four bytes of an address at `offset`; false if the text is no IPv4 address, in which case nothing is written. */
export function parseIPv4(text: string, bytes: Uint8Array, offset: number): boolean {
  let value = 0
  let part = -1
  let parts = 1
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x2e) {
      if (part < 0 || ++parts > 4) return false
      value = value * 256 + part
      part = -1
    } else if (code >= 0x30 && code <= 0x39 && part !== 0) {
      part = Math.max(part, 0) * 10 + code - 0x30
      if (part > 255) return false
    } else {
      return false
    }
  }
  if (part < 0 || parts !== 4) return false
  value = value * 256 + part
  bytes[offset] = value >>> 24
  bytes[offset + 1] = value >>> 16
  bytes[offset + 2] = value >>> 8
  bytes[offset + 3] = value
  return true
}

export function formatIPv4(bytes: Uint8Array, offset: number): string {
  return `${bytes[offset]}.${bytes[offset + 1]}.${bytes[offset + 2]}.${bytes[offset + 3]}`
}
