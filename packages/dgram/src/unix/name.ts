import { SyscallError, type Syscalls, type UnixAddressInit } from 'sendto'
import { errno, invalidArgType } from '../errors.js'

/**
 * A name as text: a path, or an abstract name behind a NUL, as `node:net` has it. What begins with `@` is a path like any other.
 * @throws SyscallError `ENAMETOOLONG`: it has no room in an address
 */
export function addressOf(sys: Syscalls, syscall: string, name: unknown): UnixAddressInit {
  if (typeof name !== 'string') throw invalidArgType('path', 'of type string', name)
  const most = sys.backend.platform.layouts.sockaddr_un.pathLength
  if (Buffer.byteLength(name) > most) throw new SyscallError('ENAMETOOLONG', errno('ENAMETOOLONG'), syscall)
  return name.startsWith('\0') ? { abstract: name.slice(1) } : { path: name }
}

/** The reverse of it; null if there is no name. */
export function nameOf({ path, abstract }: { readonly path?: unknown; readonly abstract?: unknown }): string | null {
  if (typeof path === 'string') return path
  return typeof abstract === 'string' ? `\0${abstract}` : null
}
