import { isIPv4, isIPv6 } from 'node:net'
import type { StringAnswer, TxtAnswer } from 'dns-packet'

/** A resource record: RFC 1035, 3.2. */
export type ResourceRecord = StringAnswer | TxtAnswer

/** In seconds, where a record has no time to live of its own. */
const defaultTtl = 300

/**
 * Reads a record in the manner of RFC 1035, 5.1: `www 60 A 192.0.2.1`, `@ TXT "one string" another`. A name is relative to the zone unless it ends with a dot;
 * `@` is the zone itself.
 * @throws SyntaxError with a sentence
 */
export function parseRecord(text: string, zone: string): ResourceRecord {
  const [, owner, ttl, type, value] = /^(\S+)\s+(?:(\d+)\s+)?(?:IN\s+)?([A-Z]+)\s+(.+)$/i.exec(text.trim()) ?? []
  if (owner === undefined || type === undefined || value === undefined) {
    throw new SyntaxError("it must be a name, a time to live or none, a type and a value, such as 'www 60 A 192.0.2.1'")
  }
  const name = parseName(ownerName(owner, zone))
  if (name !== zone && !name.endsWith(`.${zone}`)) throw new SyntaxError(`${name} is not in the zone ${zone}`)
  return { name, ttl: parseTtl(ttl), class: 'IN', ...parseData(type.toUpperCase(), value) }
}

/**
 * Reads a name, and makes it one of small letters without a dot at the end.
 * @throws SyntaxError with a sentence
 */
export function parseName(text: string): string {
  const name = text.replace(/\.$/, '').toLowerCase()
  if (name.length > 253 || !name.split('.').every((label) => /^[\w-]{1,63}$/.test(label))) {
    throw new SyntaxError(`${JSON.stringify(text)} is not a domain name`)
  }
  return name
}

function ownerName(owner: string, zone: string): string {
  if (owner === '@') return zone
  return owner.endsWith('.') ? owner : `${owner}.${zone}`
}

function parseTtl(digits = String(defaultTtl)): number {
  const ttl = Number(digits)
  // RFC 2181, 8.
  if (ttl > 0x7fff_ffff) throw new SyntaxError(`a time to live is at most ${0x7fff_ffff} seconds, not ${digits}`)
  return ttl
}

function parseData(
  type: string,
  value: string,
): Pick<StringAnswer, 'type' | 'data'> | Pick<TxtAnswer, 'type' | 'data'> {
  switch (type) {
    case 'A':
      if (!isIPv4(value)) throw new SyntaxError(`${value} is not an IPv4 address`)
      return { type, data: value }
    case 'AAAA':
      if (!isIPv6(value) || value.includes('%')) throw new SyntaxError(`${value} is not an IPv6 address`)
      return { type, data: value }
    case 'TXT':
      return { type, data: parseStrings(value) }
    default:
      throw new SyntaxError(`this zone holds records of the types A, AAAA and TXT, not ${type}`)
  }
}

/** Words, and strings in quotes, in which a backslash takes the next character as it is. */
function parseStrings(text: string): Buffer[] {
  if (!/^(?:"(?:\\.|[^"\\])*"|[^\s"]+)(?:\s+(?:"(?:\\.|[^"\\])*"|[^\s"]+))*$/.test(text)) {
    throw new SyntaxError(`${text} is not a list of strings`)
  }
  return Array.from(text.matchAll(/"((?:\\.|[^"\\])*)"|[^\s"]+/g), ([word, quoted]) => {
    const string = Buffer.from(quoted === undefined ? word : quoted.replace(/\\(.)/g, '$1'))
    if (string.length > 255) throw new SyntaxError('a string of a TXT record has at most 255 bytes')
    return string
  })
}
