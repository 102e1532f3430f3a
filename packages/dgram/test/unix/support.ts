import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Backend, type BackendName, openSyscalls } from 'sendto'
import { onTestFinished } from 'vitest'
import { createSocket, type UnixSocket } from '../../src/index.js'

export { describeEachBackend } from '../support/backends.js'

/** A path that nothing has yet, which goes with the test. */
export function freePath(name = 'socket'): string {
  const folder = mkdtempSync(join(tmpdir(), 'sendto-dgram-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, name)
}

/** A socket that is closed with the test. */
export function open(backend: BackendName | Backend, unlink = false): UnixSocket {
  const socket = createSocket({ type: 'unix_dgram', backend, unlink })
  onTestFinished(() => socket.close())
  return socket
}

/** A backend, and how many calls were made by it, and how often its watches told of something. */
export function counted(name: BackendName): { backend: Backend; count: { calls: number; told: number } } {
  const { backend } = openSyscalls({ backend: name })
  const count = { calls: 0, told: 0 }
  const made = { ...backend } as unknown as Record<string, unknown>
  for (const call of ['sendto', 'sendmsg', 'sendmmsg', 'recvmsg', 'recvmmsg', 'recvfrom', 'poll'] as const) {
    made[call] = (...args: unknown[]) => {
      count.calls++
      return (backend[call] as (...args: unknown[]) => unknown)(...args)
    }
  }
  made.watch = (fd: number, events: number, tell: (events: number) => void) =>
    backend.watch(fd, events, (events) => {
      count.told++
      tell(events)
    })
  return { backend: made as unknown as Backend, count }
}

/** Lets the event loop turn so many times. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}

export const isThere = existsSync
