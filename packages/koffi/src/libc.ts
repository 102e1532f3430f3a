import { createRequire } from 'node:module'
import { Environment } from './environment.js'

export type Koffi = typeof import('koffi').default
type Pointer = Uint8Array | Uint32Array | null

/** The functions of the C library, as C has them: -1 is a failure, and `errno` tells which. */
export interface Libc {
  errno(): number
  address(view: Uint8Array): bigint
  socket(domain: number, type: number, protocol: number): number
  close(fd: number): number
  bind(fd: number, name: number, length: number): number
  getsockname(fd: number, name: number, length: number): number
  sendto(fd: number, data: Pointer, size: number, flags: number, name: number, length: number): number
  recvfrom(fd: number, data: Pointer, size: number, flags: number, name: number, length: number): number
  getsockopt(fd: number, level: number, option: number, value: Pointer, length: Pointer): number
  setsockopt(fd: number, level: number, option: number, value: Pointer, length: number): number
  readonly environment: Environment
}

/** Throws an Error where koffi has no library for this system. */
export function openLibc(): Libc {
  const koffi = createRequire(import.meta.url)('koffi') as Koffi
  // The process itself, of which the C library and Node-API are parts: neither needs a file name.
  const process = koffi.load(null)
  return {
    errno: () => koffi.errno(),
    address: (view) => koffi.address(view),
    socket: process.func('socket', 'int', ['int', 'int', 'int']),
    close: process.func('close', 'int', ['int']),
    // Memory whose address is known is passed as a number: reading a view costs more.
    bind: process.func('bind', 'int', ['int', 'uintptr_t', 'uint32_t']),
    getsockname: process.func('getsockname', 'int', ['int', 'uintptr_t', 'uintptr_t']),
    sendto: process.func('sendto', 'intptr_t', ['int', 'void *', 'size_t', 'int', 'uintptr_t', 'uint32_t']),
    recvfrom: process.func('recvfrom', 'intptr_t', ['int', 'void *', 'size_t', 'int', 'uintptr_t', 'uintptr_t']),
    getsockopt: process.func('getsockopt', 'int', ['int', 'int', 'int', 'void *', 'void *']),
    setsockopt: process.func('setsockopt', 'int', ['int', 'int', 'int', 'void *', 'uint32_t']),
    environment: new Environment(koffi, process),
  }
}
