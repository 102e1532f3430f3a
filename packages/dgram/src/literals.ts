import { isIP } from 'node:net'

// Most programs send to one peer many times over.
let last = ''
let lastVersion = 0

/** 4 or 6 for an address literal, 0 for anything else: `isIP` of node:net, which remembers the last. */
export function versionOf(address: string): number {
  if (address !== last) {
    lastVersion = isIP(address)
    last = address
  }
  return lastVersion
}
