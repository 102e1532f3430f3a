import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Backend } from '@sendto/core'

type Same =
  | 'socket'
  | 'dup'
  | 'adopt'
  | 'shutdown'
  | 'close'
  | 'queued'
  | 'getsockopt'
  | 'setsockopt'
  | 'if_nametoindex'
  | 'if_indextoname'

/** The calls as the addon has them: those of `Backend`, with the memory of core's objects in their place. */
export interface Addon extends Pick<Backend, Same> {
  /** Where the calls that are given views alone find their numbers. */
  readonly registers: ArrayBuffer
  address(view: Uint8Array): bigint
  bind(fd: number, name: Uint8Array): number
  connect(fd: number, name: Uint8Array): number
  getsockname(fd: number, name: Uint8Array): number
  getpeername(fd: number, name: Uint8Array): number
  /** The result is in the registers. */
  sendto(data: Uint8Array): void
  /** With the memory of the call before. */
  sendtoAgain(): void
  /** The result is in the registers. */
  recvfrom(data: Uint8Array, name: Uint8Array | null): void
  /** With the memory of the call before. */
  recvfromAgain(): void
  sendmsg(fd: number, header: Uint8Array, flags: number): number
  recvmsg(fd: number, header: Uint8Array, flags: number): number
  sendmmsg(headers: Uint8Array): number
  recvmmsg(headers: Uint8Array): number
  poll(set: Uint8Array, count: number, timeout: number): number
  setNonblocking(fd: number, on: number): number
  /** Opens what watches stand on; `onReady` is called with the number of a watch. Returns 0, or the negated error number. */
  watchOpen(onReady: (id: number, events: number) => void): number
  /** Returns the number of the watch, or the negated error number. */
  watch(fd: number, events: number): number
  watchChange(id: number, events: number): void
  /** Returns 1 if it does, or 0. */
  watchCoalesce(id: number, microseconds: number): number
  watchRef(id: number, on: number): void
  watchClose(id: number): void
}

const system = `${process.platform}-${process.arch}`

// A checkout's own build comes first; a published package has prebuilt addons alone. The one for the other C library does not load.
const places = ['native/build/Release', `prebuilds/${system}`, `prebuilds/${system}-musl`]

/** Throws an Error that says why there is no addon here. */
export function loadAddon(): Addon {
  const require = createRequire(import.meta.url)
  const causes: unknown[] = []
  for (const place of places) {
    const file = inPackage(`${place}/sendto.node`)
    if (!existsSync(file)) continue
    try {
      return require(file) as Addon
    } catch (cause) {
      causes.push(cause)
    }
  }
  throw new Error(causes.length === 0 ? reasonOfAbsence() : String(causes[0]), { cause: causes[0] })
}

/** What the build left behind where it could not be made. */
function reasonOfAbsence(): string {
  const reason = inPackage('native/build/not-built.txt')
  if (existsSync(reason)) return readFileSync(reason, 'utf8').trim()
  return `no addon for ${system} in ${places.join(', ')}`
}

function inPackage(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}
