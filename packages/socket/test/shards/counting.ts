import { readdirSync, readlinkSync } from 'node:fs'

/** The sockets of this process, one for each descriptor. */
export function openSockets(): string[] {
  return readdirSync('/proc/self/fd')
    .map(target)
    .filter((name) => name.startsWith('socket:'))
    .sort()
}

/** The threads of this process. */
export const threads = (): string[] => readdirSync('/proc/self/task')

// The descriptor that reads the folder is gone by now.
function target(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return ''
  }
}

/** What is open in this process, by kind: `socket`, `anon_inode:[eventpoll]`, a path. */
export function openDescriptors(): string[] {
  return readdirSync('/proc/self/fd')
    .map((fd) => target(fd).replace(/:\[\d+\]$/, ''))
    .filter((name) => name !== '')
    .sort()
}
