/**
 * File names and other bytes that should be UTF-8 and need not be, as strings and back without loss. A byte that belongs to no character becomes U+DC00 plus
 * the byte, a surrogate that no well-formed text has (PEP 383 calls this surrogateescape); strings can be compared, cannot be changed, and keep every byte.
 */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

export function textOf(bytes: Uint8Array): string {
  return decode(bytes) ?? piecewise(bytes)
}

/** The bytes that the text stands for; null if it has a surrogate that stands for none. */
export function bytesOf(text: string): Uint8Array | null {
  // Of a regular expression with the flag u, only a surrogate without its other half is one.
  if (!/\p{Cs}/u.test(text)) return encoder.encode(text)
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) as number
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00)
    else if (code >= 0xd800 && code <= 0xdfff) return null
    else bytes.push(...encoder.encode(character))
  }
  return Uint8Array.from(bytes)
}

function piecewise(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at)
    if (character === null) text += String.fromCharCode(0xdc00 + (bytes[at] as number))
    else text += character
    at += character === null ? 1 : encoder.encode(character).length
  }
  return text
}

function characterAt(bytes: Uint8Array, at: number): string | null {
  for (let size = 1; size <= 4 && at + size <= bytes.length; size++) {
    const character = decode(bytes.subarray(at, at + size))
    if (character !== null) return character
  }
  return null
}

function decode(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}
