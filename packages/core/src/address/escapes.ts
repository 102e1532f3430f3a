import { bytesOf } from './undecodable.js'

/**
 * Names in the text form of an address. What would not be seen, or could drive a terminal (control and format characters, separators of lines, bytes that are no UTF-8)
 * is written byte by byte as `\x1b`, and a backslash as `\\`.
 */
const special = /[\p{C}\p{Zl}\p{Zp}\\]/gu

export function escaped(text: string): string {
  return text.replace(special, (character) => {
    if (character === '\\') return '\\\\'
    const bytes = bytesOf(character) ?? []
    return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  })
}

/** The bytes that the escaped text stands for; null if a backslash has no meaning where it stands. */
export function unescaped(text: string): Uint8Array | null {
  const bytes: number[] = []
  for (const [part] of text.matchAll(/\\x[0-9a-f]{2}|\\.?|[^\\]+/gisu)) {
    if (part.startsWith('\\x') && part.length === 4) bytes.push(Number.parseInt(part.slice(2), 16))
    else if (part === '\\\\') bytes.push(0x5c)
    else if (part.startsWith('\\')) return null
    else {
      const plain = bytesOf(part)
      if (plain === null) return null
      bytes.push(...plain)
    }
  }
  return Uint8Array.from(bytes)
}
