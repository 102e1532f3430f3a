import { readdirSync, readlinkSync } from 'node:fs'

/** The sockets of this process, one for each descriptor. Needs the fact `openDescriptors`. */
export function openSockets(): string[] {
  return readdirSync('/proc/self/fd')
    .map(target)
    .filter((name) => name.startsWith('socket:'))
    .sort()
}

// The descriptor that reads the folder is gone by now.
function target(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return ''
  }
}
