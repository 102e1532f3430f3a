import { createRequire } from 'node:module'
import type { LibraryHandle } from 'koffi'
import { Environment } from './environment.js'
import { Wake } from './wake.js'

export type Koffi = typeof import('koffi').default
type Pointer = Uint8Array | Uint32Array | null

/** The functions of the C library, as C has them: -1 is a failure, and `errno` tells which. */
export interface Libc {
  errno(): number
  address(view: Uint8Array): bigint
  socket(domain: number, type: number, protocol: number): number
  fcntl(fd: number, command: number, argument: number): number
  ioctl(fd: number, request: number, argument: Int32Array): number
  shutdown(fd: number, how: number): number
  close(fd: number): number
  bind(fd: number, name: number, length: number): number
  connect(fd: number, name: number, length: number): number
  getpeername(fd: number, name: number, length: number): number
  getsockname(fd: number, name: number, length: number): number
  sendto(fd: number, data: Pointer, size: number, flags: number, name: number, length: number): number
  recvfrom(fd: number, data: Pointer, size: number, flags: number, name: number, length: number): number
  /** Both with the data's address. */
  sendtoAt(fd: number, data: number, size: number, flags: number, name: number, length: number): number
  recvfromAt(fd: number, data: number, size: number, flags: number, name: number, length: number): number
  sendmsg(fd: number, message: number, flags: number): number
  recvmsg(fd: number, message: number, flags: number): number
  sendmmsg(fd: number, messages: number, count: number, flags: number): number
  recvmmsg(fd: number, messages: number, count: number, flags: number, timeout: number): number
  poll(set: number, count: number, timeout: number): number
  if_nametoindex(name: string): number
  if_indextoname(index: number, name: Uint8Array): unknown
  getsockopt(fd: number, level: number, option: number, value: Pointer, length: Pointer): number
  setsockopt(fd: number, level: number, option: number, value: Pointer, length: number): number
  epoll_create1(flags: number): number
  epoll_ctl(epoll: number, operation: number, fd: number, event: Uint32Array): number
  epoll_wait(epoll: number, events: Uint32Array, count: number, timeout: number): number
  timerfd_create(clock: number, flags: number): number
  timerfd_settime(timer: number, flags: number, time: Uint8Array, before: null): number
  read(fd: number, data: Uint8Array, size: number): number
  /** Bytes of C's `long`. */
  readonly longSize: number
  /** Has a descriptor wake this environment's event loop. */
  wakeOn(fd: number): Wake
  readonly environment: Environment
}

/** Throws an Error where koffi has no library for this system. */
export function openLibc(): Libc {
  const koffi = createRequire(import.meta.url)('koffi') as Koffi
  // The process itself, of which the C library and Node-API are parts: neither needs a file name.
  const process = koffi.load(null)
  return {
    errno: errnoOf(koffi, process),
    address: (view) => koffi.address(view),
    socket: process.func('socket', 'int', ['int', 'int', 'int']),
    fcntl: variadic(process.func('fcntl', 'int', ['int', 'int', '...']), 'int'),
    ioctl: variadic(process.func('ioctl', 'int', ['int', 'ulong', '...']), 'void *'),
    shutdown: process.func('shutdown', 'int', ['int', 'int']),
    close: process.func('close', 'int', ['int']),
    // Memory whose address is known is passed as a number: reading a view costs more.
    bind: process.func('bind', 'int', ['int', 'uintptr_t', 'uint32_t']),
    connect: process.func('connect', 'int', ['int', 'uintptr_t', 'uint32_t']),
    getpeername: process.func('getpeername', 'int', ['int', 'uintptr_t', 'uintptr_t']),
    getsockname: process.func('getsockname', 'int', ['int', 'uintptr_t', 'uintptr_t']),
    sendto: process.func('sendto', 'intptr_t', ['int', 'void *', 'size_t', 'int', 'uintptr_t', 'uint32_t']),
    recvfrom: process.func('recvfrom', 'intptr_t', ['int', 'void *', 'size_t', 'int', 'uintptr_t', 'uintptr_t']),
    sendtoAt: process.func('sendto', 'intptr_t', ['int', 'uintptr_t', 'size_t', 'int', 'uintptr_t', 'uint32_t']),
    recvfromAt: process.func('recvfrom', 'intptr_t', ['int', 'uintptr_t', 'size_t', 'int', 'uintptr_t', 'uintptr_t']),
    sendmsg: process.func('sendmsg', 'intptr_t', ['int', 'uintptr_t', 'int']),
    recvmsg: process.func('recvmsg', 'intptr_t', ['int', 'uintptr_t', 'int']),
    // Declared only where the C library has them: without the capability they are never called.
    sendmmsg: optional(process, 'sendmmsg', ['int', 'uintptr_t', 'uint', 'int']),
    recvmmsg: optional(process, 'recvmmsg', ['int', 'uintptr_t', 'uint', 'int', 'uintptr_t']),
    poll: process.func('poll', 'int', ['uintptr_t', 'ulong', 'int']),
    if_nametoindex: process.func('if_nametoindex', 'uint', ['str']),
    if_indextoname: process.func('if_indextoname', 'void *', ['uint', 'void *']),
    getsockopt: process.func('getsockopt', 'int', ['int', 'int', 'int', 'void *', 'void *']),
    setsockopt: process.func('setsockopt', 'int', ['int', 'int', 'int', 'void *', 'uint32_t']),
    epoll_create1: optional(process, 'epoll_create1', ['int']),
    epoll_ctl: optional(process, 'epoll_ctl', ['int', 'int', 'int', 'void *']),
    epoll_wait: optional(process, 'epoll_wait', ['int', 'void *', 'int', 'int']),
    timerfd_create: optional(process, 'timerfd_create', ['int', 'int']),
    timerfd_settime: optional(process, 'timerfd_settime', ['int', 'int', 'void *', 'void *']),
    read: process.func('read', 'intptr_t', ['int', 'void *', 'size_t']),
    longSize: koffi.sizeof('long'),
    wakeOn: (fd) => new Wake(koffi, process, fd),
    environment: new Environment(koffi, process),
  }
}

// Where the C library keeps errno for this thread, under the names of glibc and musl, and of Darwin and FreeBSD: to read it there costs a fifth of asking koffi,
// and every EAGAIN asks.
function errnoOf(koffi: Koffi, library: LibraryHandle): () => number {
  for (const name of ['__errno_location', '__error']) {
    try {
      const errno = new Int32Array(koffi.view(library.func(name, 'void *', [])(), Int32Array.BYTES_PER_ELEMENT))
      return () => errno[0] as number
    } catch {
      // Another C library, or a runtime that lets no ArrayBuffer lie over memory of others.
    }
  }
  return () => koffi.errno()
}

/** A variadic function whose third argument always has the same type. */
function variadic<T>(call: (first: number, second: number, type: string, third: T) => number, type: string) {
  return (first: number, second: number, third: T) => call(first, second, type, third)
}

function optional(library: LibraryHandle, name: string, types: string[]): (...values: never[]) => number {
  try {
    return library.func(name, 'int', types)
  } catch {
    return () => {
      throw new Error(`the C library has no ${name}`)
    }
  }
}
