import { Name } from '@sendto/core'

/** The name with its bytes changed. The reference looks at the bytes, and not at where they lie. */
export function changed(name: Name, change: (bytes: Uint8Array) => void): Name {
  const bytes = name.bytes.slice()
  change(bytes)
  return new Name(bytes, 0)
}

/** The name, in memory that nobody will change. */
export function copyOf(name: Name): Name {
  return changed(name, () => {})
}
