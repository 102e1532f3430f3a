import { fstatSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Backend, byteLengthOf, hostPlatform, kernelCapabilities } from '@sendto/core'
import { unwatch, watchByTimer } from './reference-watch.js'

/** The calls of C, as C has them. */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number
  bind(fd: number, name: Uint8Array, length: number): number
  connect(fd: number, name: Uint8Array, length: number): number
  getsockname(fd: number, name: number, length: number): number
  getpeername(fd: number, name: number, length: number): number
  sendto(fd: number, data: Uint8Array, size: number, flags: number, name: Uint8Array | null, length: number): number
  recvfrom(fd: number, data: Uint8Array, size: number, flags: number, name: number, length: number): number
  sendmsg(fd: number, message: number, flags: number): number
  recvmsg(fd: number, message: number, flags: number): number
  sendmmsg(fd: number, messages: number, count: number, flags: number): number
  recvmmsg(fd: number, messages: number, count: number, flags: number, timeout: number): number
  getsockopt(fd: number, level: number, option: number, value: Uint8Array, length: Uint32Array): number
  setsockopt(fd: number, level: number, option: number, value: Uint8Array, length: number): number
  poll(entries: number, count: number, timeout: number): number
  shutdown(fd: number, how: number): number
  fcntl(fd: number, command: number, type: 'int', argument: number): number
  ioctl(fd: number, request: number, type: 'void *', argument: Int32Array): number
  if_nametoindex(name: string): number
  if_indextoname(index: number, name: Uint8Array): unknown
  close(fd: number): number
}

interface Library extends Libc {
  errno(): number
  address(view: Uint8Array): bigint
  /** Has a descriptor closed, or closed no more, when the environment ends. */
  keep(fd: number): void
  forget(fd: number): void
}

let library: Library | undefined

function c(): Library {
  library ??= open()
  return library
}

function open(): Library {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi').default
  const process = koffi.load(null)
  const fd = ['int']
  const name = ['void *', 'uint32_t']
  const filled = ['uintptr_t', 'uintptr_t']
  const message = ['int', 'uintptr_t', 'int']
  const messages = ['int', 'uintptr_t', 'uint', 'int']
  const option = ['int', 'int', 'int', 'void *']
  const hook = ['void *', 'uintptr_t', 'intptr_t']
  const close = process.symbol('close')
  const add = process.func('napi_add_env_cleanup_hook', 'int', hook)
  const remove = process.func('napi_remove_env_cleanup_hook', 'int', hook)
  return {
    errno: () => koffi.errno(),
    address: (view) => koffi.address(view),
    socket: process.func('socket', 'int', ['int', 'int', 'int']),
    bind: process.func('bind', 'int', [...fd, ...name]),
    connect: process.func('connect', 'int', [...fd, ...name]),
    getsockname: process.func('getsockname', 'int', [...fd, ...filled]),
    getpeername: process.func('getpeername', 'int', [...fd, ...filled]),
    sendto: process.func('sendto', 'intptr_t', [...fd, 'void *', 'size_t', 'int', ...name]),
    recvfrom: process.func('recvfrom', 'intptr_t', [...fd, 'void *', 'size_t', 'int', ...filled]),
    sendmsg: process.func('sendmsg', 'intptr_t', message),
    recvmsg: process.func('recvmsg', 'intptr_t', message),
    sendmmsg: process.func('sendmmsg', 'int', messages),
    recvmmsg: process.func('recvmmsg', 'int', [...messages, 'uintptr_t']),
    getsockopt: process.func('getsockopt', 'int', [...option, 'void *']),
    setsockopt: process.func('setsockopt', 'int', [...option, 'uint32_t']),
    poll: process.func('poll', 'int', ['uintptr_t', 'ulong', 'int']),
    shutdown: process.func('shutdown', 'int', ['int', 'int']),
    fcntl: process.func('fcntl', 'int', ['int', 'int', '...']),
    ioctl: process.func('ioctl', 'int', ['int', 'ulong', '...']),
    if_nametoindex: process.func('if_nametoindex', 'uint', ['str']),
    if_indextoname: process.func('if_indextoname', 'void *', ['uint', 'void *']),
    close: process.func('close', 'int', fd),
    keep: (number) => add(koffi.node.env, close, number),
    forget: (number) => remove(koffi.node.env, close, number),
  }
}

const opened = new Set<number>()

/** Makes a call of C's and gives its result the form that the contract wants. */
export function call<Name extends keyof Libc>(name: Name, ...input: Parameters<Libc[Name]>): number {
  const result = (c()[name] as (...input: Parameters<Libc[Name]>) => number)(...input)
  return result < 0 ? failure() : result
}

function failure(): number {
  return -c().errno()
}

/** A number that the kernel has just given out cannot be watched. */
function given(fd: number): void {
  unwatch(fd)
  own(fd)
}

/** Has a descriptor that this environment was given closed at its end. */
function own(fd: number): void {
  if (opened.has(fd)) return
  opened.add(fd)
  c().keep(fd)
}

// Linux: fcntl(2), ioctl(2), netdevice(7).
export const F_SETFD = 2
export const F_GETFL = 3
export const F_DUPFD = 0
export const F_DUPFD_CLOEXEC = 1030
const FD_CLOEXEC = 1
export const F_SETFL = 4
export const O_NONBLOCK = 0x800
const FIONBIO = 0x5421
const IF_NAMESIZE = 16

/** A backend that is right, for the suite to be tested with: that it passes here, and fails with each thing done wrong. */
export const reference: Backend = {
  name: 'reference',
  platform: hostPlatform(),
  get capabilities() {
    return kernelCapabilities(reference)
  },

  load: () => void c(),
  address: (view) => c().address(view),

  socket(domain, type, protocol) {
    const fd = call('socket', domain, type, protocol)
    if (fd >= 0) given(fd)
    return fd
  },

  dup(fd) {
    const copy = call('fcntl', fd, F_DUPFD_CLOEXEC, 'int', 0)
    if (copy >= 0) given(copy)
    return copy
  },

  adopt(fd) {
    const result = call('fcntl', fd, F_SETFD, 'int', FD_CLOEXEC)
    // As the number that C made of it: Node ends the process over a number that is kept twice.
    if (result === 0) own(fd | 0)
    return result
  },

  close(fd) {
    if (opened.delete(fd)) c().forget(fd)
    unwatch(fd)
    return call('close', fd)
  },

  shutdown: (fd, how) => call('shutdown', fd, how),
  setNonblocking: (fd, on) => call('ioctl', fd, FIONBIO, 'void *', Int32Array.of(on ? 1 : 0)),

  queued(fd, request) {
    const bytes = new Int32Array(1)
    const result = call('ioctl', fd, request, 'void *', bytes)
    return result < 0 ? result : (bytes[0] as number)
  },

  bind: (fd, name) => call('bind', fd, name.bytes, name.length),
  connect: (fd, name) => call('connect', fd, name.bytes, name.length),
  getsockname: (fd, name) => call('getsockname', fd, name.bytesAddress, name.lengthAddress),
  getpeername: (fd, name) => call('getpeername', fd, name.bytesAddress, name.lengthAddress),

  sendto: (fd, data, flags, name) =>
    call('sendto', fd, data, byteLengthOf(data), flags, name?.bytes ?? null, name?.length ?? 0),

  recvfrom: (fd, data, flags, name) =>
    call('recvfrom', fd, data, byteLengthOf(data), flags, name?.bytesAddress ?? 0, name?.lengthAddress ?? 0),

  sendmsg: (fd, message, flags) => call('sendmsg', fd, message.address, flags),
  recvmsg: (fd, message, flags) => call('recvmsg', fd, message.address, flags),
  sendmmsg: (fd, vector, from, count, flags) =>
    call('sendmmsg', fd, vector.address + from * vector.stride, count, flags),
  recvmmsg: (fd, vector, from, count, flags) =>
    call('recvmmsg', fd, vector.address + from * vector.stride, count, flags, 0),

  poll: (set, count, timeout) => call('poll', set.address, count, timeout),
  watch(fd, events, onReady) {
    const flags = call('fcntl', fd, F_GETFL, 'int', 0)
    if (flags < 0) return flags
    if ((flags & O_NONBLOCK) === 0) return -hostPlatform().errno.EINVAL
    if (fstatSync(fd).isFile()) return -hostPlatform().errno.EPERM
    return watchByTimer(reference, fd, events, onReady)
  },

  // Of a view C would read beyond its end.
  if_nametoindex: (name) => c().if_nametoindex(String(name)) || failure(),

  if_indextoname(index) {
    const name = new Uint8Array(IF_NAMESIZE)
    if (c().if_indextoname(index, name) === null) return failure()
    return new TextDecoder().decode(name.subarray(0, name.indexOf(0)))
  },

  getsockopt(fd, level, option, value) {
    const length = Uint32Array.of(byteLengthOf(value))
    const result = call('getsockopt', fd, level, option, value, length)
    return result < 0 ? result : (length[0] as number)
  },

  setsockopt: (fd, level, option, value) => call('setsockopt', fd, level, option, value, byteLengthOf(value)),
}

export default reference
