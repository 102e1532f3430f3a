import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
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

/** Whether a child process, started now, has the socket too. On a host that lists the open descriptors of a process. */
export function isInherited(fd: number): boolean {
  const own = readlinkSync(`/proc/self/fd/${fd}`)
  const program = `
    const { readdirSync, readlinkSync } = require('fs')
    for (const fd of readdirSync('/proc/self/fd')) try { console.log(readlinkSync('/proc/self/fd/' + fd)) } catch {}`
  const { stdout, status } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' })
  assert.equal(status, 0)
  return stdout.split('\n').includes(own)
}
