import type { Address } from './address/address.js'
import type { Capabilities } from './capabilities.js'
import type { Platform } from './platform/platform.js'

/**
 * What the operating system said to a call, in the shape of Node's own system errors. `code` is stable; the message is not.
 */
export class SyscallError extends Error {
  /** The error's name: `EADDRINUSE`. */
  readonly code: string
  /** The error's number, negative as in Node: `-98`. */
  readonly errno: number
  /** The call that failed, by its own name: `bind`. */
  readonly syscall: string
  /** The address that was handed to the call, where it had one: for a Unix socket its path, or its abstract name behind a NUL. */
  declare readonly address?: string
  declare readonly port?: number

  constructor(code: string, errno: number, syscall: string, address?: Address | null, detail = '') {
    super(`${syscall} ${code}${address ? ` ${address}` : ''}${detail && `: ${detail}`}`)
    this.code = code
    this.errno = errno
    this.syscall = syscall
    if (address?.port !== undefined) {
      this.address = address.address
      this.port = address.port
    } else if (address?.family === 'unix') {
      const name = address.path ?? (address.abstract === undefined ? undefined : `\0${address.abstract}`)
      if (name !== undefined) this.address = name
    }
  }

  static {
    SyscallError.prototype.name = 'SyscallError'
  }
}

/** The backend has not declared the capability that the call needs; no system call was made. `code` is `ENOTSUP`. */
export class UnsupportedError extends SyscallError {
  readonly capability: keyof Capabilities

  constructor(platform: Platform, backend: string, capability: keyof Capabilities, syscall: string) {
    super('ENOTSUP', -platform.errno.ENOTSUP, syscall, null, `backend ${backend} lacks the capability ${capability}`)
    this.capability = capability
  }

  static {
    UnsupportedError.prototype.name = 'UnsupportedError'
  }
}

/** The error that a backend's negative result stands for. */
export function syscallError(
  platform: Platform,
  syscall: string,
  result: number,
  address?: Address | null,
  detail?: string,
): SyscallError {
  return new SyscallError(errnoName(platform, -result), result, syscall, address, detail)
}

const namesByPlatform = new WeakMap<Platform, Map<number, string>>()

/** The name of a positive error number, or `ERRNO_n` where the platform's table has none. */
export function errnoName(platform: Platform, errno: number): string {
  let names = namesByPlatform.get(platform)
  if (names === undefined) {
    names = new Map(
      Object.entries(platform.errno)
        .reverse()
        .map(([name, number]) => [number, name]),
    )
    namesByPlatform.set(platform, names)
  }
  return names.get(errno) ?? `ERRNO_${errno}`
}
