import { createRequire } from 'node:module'
import { type Backend, byteLengthOf, hostPlatform, kernelCapabilities } from '@sendto/core'

/** The calls of C, as C has them. */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number
  bind(fd: number, name: Uint8Array, length: number): number
  connect(fd: number, name: Uint8Array, length: number): number
  getsockname(fd: number, name: number, length: number): number
  sendto(fd: number, data: Uint8Array, size: number, flags: number, name: Uint8Array | null, length: number): number
  recvfrom(fd: number, data: Uint8Array, size: number, flags: number, name: number, length: number): number
  getsockopt(fd: number, level: number, option: number, value: Uint8Array, length: Uint32Array): number
  setsockopt(fd: number, level: number, option: number, value: Uint8Array, length: number): number
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
    sendto: process.func('sendto', 'intptr_t', [...fd, 'void *', 'size_t', 'int', ...name]),
    recvfrom: process.func('recvfrom', 'intptr_t', [...fd, 'void *', 'size_t', 'int', ...filled]),
    getsockopt: process.func('getsockopt', 'int', [...option, 'void *']),
    setsockopt: process.func('setsockopt', 'int', [...option, 'uint32_t']),
    close: process.func('close', 'int', fd),
    keep: (number) => add(koffi.node.env, close, number),
    forget: (number) => remove(koffi.node.env, close, number),
  }
}

const opened = new Set<number>()

/** Makes a call of C's and gives its result the form that the contract wants. */
export function call<Name extends keyof Libc>(name: Name, ...input: Parameters<Libc[Name]>): number {
  const result = (c()[name] as (...input: Parameters<Libc[Name]>) => number)(...input)
  return result < 0 ? -c().errno() : result
}

/** A backend that is right, for the suite to be tested with: that it passes here, and fails with each thing done wrong. */
export const reference: Backend = {
  name: 'reference',
  platform: hostPlatform(),
  capabilities: kernelCapabilities(hostPlatform()),

  load: () => void c(),
  address: (view) => c().address(view),

  socket(domain, type, protocol) {
    const fd = call('socket', domain, type, protocol)
    if (fd >= 0 && !opened.has(fd)) {
      opened.add(fd)
      c().keep(fd)
    }
    return fd
  },

  close(fd) {
    if (opened.delete(fd)) c().forget(fd)
    return call('close', fd)
  },

  bind: (fd, name) => call('bind', fd, name.bytes, name.length),
  getsockname: (fd, name) => call('getsockname', fd, name.bytesAddress, name.lengthAddress),

  sendto: (fd, data, flags, name) =>
    call('sendto', fd, data, byteLengthOf(data), flags, name?.bytes ?? null, name?.length ?? 0),

  recvfrom: (fd, data, flags, name) =>
    call('recvfrom', fd, data, byteLengthOf(data), flags, name?.bytesAddress ?? 0, name?.lengthAddress ?? 0),

  getsockopt(fd, level, option, value) {
    const length = Uint32Array.of(byteLengthOf(value))
    const result = call('getsockopt', fd, level, option, value, length)
    return result < 0 ? result : (length[0] as number)
  },

  setsockopt: (fd, level, option, value) => call('setsockopt', fd, level, option, value, byteLengthOf(value)),
}

export default reference
