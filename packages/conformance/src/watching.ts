import assert from 'node:assert/strict'
import type { DescriptorWatch, InetAddress, Readiness, Syscalls } from '@sendto/core'
import type { Bound, CaseContext } from './context.js'
import { bytes } from './expect.js'
import { loopback } from './inet.js'

/** Readiness for one thing alone. */
export const readable: Readiness = { readable: true, writable: false, error: false }
export const writable: Readiness = { readable: false, writable: true, error: false }

/** A socket that never waits, bound to a port of the kernel's choice. */
export function nonblocking({ sys, bound }: Pick<CaseContext, 'sys' | 'bound'>): Bound {
  const socket = bound()
  sys.setNonblocking(socket.fd, true)
  return socket
}

/** Sends datagrams from a socket of their own. */
export function sender({ sys, open }: Pick<CaseContext, 'sys' | 'open'>): (to: InetAddress, text?: string) => void {
  const fd = open()
  return (to, text = 'x') => void sys.sendto(fd, bytes(text), 0, to)
}

/** What a watch has told so far. */
export interface Log {
  readonly told: Readiness[]
  readonly watch: DescriptorWatch
}

/** Notes all that a watch tells, and reads nothing. */
export function logged(sys: Syscalls, fd: number, events: Parameters<Syscalls['watch']>[1]): Log {
  const told: Readiness[] = []
  return { told, watch: sys.watch(fd, events, (ready) => void told.push(ready)) }
}

/** A turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Lets the loop turn until something has come true. */
export async function until({ patience }: Pick<CaseContext, 'patience'>, what: string, holds: () => boolean) {
  const limit = performance.now() + patience
  while (!holds()) {
    assert.ok(performance.now() < limit, `not within ${patience} ms: ${what}`)
    await turn()
  }
}

/** Waits until another watch has told of this many datagrams, one after the other: whatever else was there to be told has been told by then. */
export async function rounds(context: CaseContext, count = 5): Promise<void> {
  const { sys } = context
  const { fd, address } = nonblocking(context)
  let heard = 0
  const watch = sys.watch(fd, { readable: true }, () => {
    if (drain(sys, fd) > 0) heard++
  })
  for (let sent = 1; sent <= count; sent++) {
    sys.sendto(fd, bytes('round'), 0, address)
    await until(context, 'another watch hears of its datagram', () => heard === sent)
  }
  watch.close()
  sys.close(fd)
}

/** Receives what there is, and returns how many datagrams that were. */
export function drain(sys: Syscalls, fd: number): number {
  for (let count = 0; ; count++) {
    if (receiveCode(sys, fd) === 'EAGAIN') return count
  }
}

/** Receives once, and returns the code of the error, or null. */
export function receiveCode(sys: Syscalls, fd: number, flags = 0): string | null {
  try {
    sys.recvfrom(fd, new Uint8Array(64), flags)
    return null
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error)
  }
}

/** An address of this host where nobody listens. */
export function nobody({ sys, bound }: Pick<CaseContext, 'sys' | 'bound'>): InetAddress {
  const { fd, address } = bound('IPv4', loopback.IPv4)
  sys.close(fd)
  return address
}
