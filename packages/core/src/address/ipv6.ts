import { formatIPv4, parseIPv4 } from './ipv4.js'

/** IPv6 addresses as text, without a zone: taken as in RFC 4291 section 2.2, printed as inet_ntop(3) and RFC 5952 print them. */

const group = /^[0-9a-f]{1,4}$/i

/** Writes the sixteen bytes of an address at `offset`; false if the text is no IPv6 address, in which case nothing is written. */
export function parseIPv6(text: string, bytes: Uint8Array, offset: number): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const address = new Uint8Array(16)
  const head = parseGroups(halves[0] as string, address, halves.length === 1)
  if (head < 0) return false
  if (halves.length === 1) {
    if (head !== 16) return false
  } else {
    const tail = new Uint8Array(16)
    const size = parseGroups(halves[1] as string, tail, true)
    // "::" stands for at least one group of zeros.
    if (size < 0 || head + size > 14) return false
    address.set(tail.subarray(0, size), 16 - size)
  }
  bytes.set(address, offset)
  return true
}

/** Writes colon-separated groups, the last of which may be an IPv4 address; returns how many bytes, or -1. */
function parseGroups(text: string, bytes: Uint8Array, mayEndInIPv4: boolean): number {
  if (text === '') return 0
  let size = 0
  const groups = text.split(':')
  for (const [index, part] of groups.entries()) {
    if (group.test(part) && size <= 14) {
      const value = Number.parseInt(part, 16)
      bytes[size++] = value >>> 8
      bytes[size++] = value
    } else if (mayEndInIPv4 && index === groups.length - 1 && size <= 12 && parseIPv4(part, bytes, size)) {
      size += 4
    } else {
      return -1
    }
  }
  return size
}

export function formatIPv6(bytes: Uint8Array, offset: number): string {
  const groups = Array.from({ length: 8 }, (_, i) => {
    const at = offset + 2 * i
    return ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
  })
  const zeros = longestZeroRun(groups)
  // ::a.b.c.d and ::ffff:a.b.c.d, as inet_ntop prints them.
  const embedded = zeros.start === 0 && (zeros.length === 6 || (zeros.length === 5 && groups[5] === 0xffff))
  const last = embedded ? formatIPv4(bytes, offset + 12) : null
  const text = groups.slice(0, last === null ? 8 : 6).map((value) => value.toString(16))
  if (last !== null) text.push(last)
  if (zeros.length < 2) return text.join(':')
  const head = text.slice(0, zeros.start).join(':')
  const tail = text.slice(zeros.start + zeros.length).join(':')
  return `${head}::${tail}`
}

/** The longest run of zero groups, the first of them if there are several. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 }
  let start = 0
  for (const [index, value] of groups.entries()) {
    if (value !== 0) start = index + 1
    else if (index + 1 - start > longest.length) longest = { start, length: index + 1 - start }
  }
  return longest
}
