import { SyscallError } from '@sendto/core'
import type { Handle } from '../handle.js'
import { brought } from './brought.js'

/** An error that a receive has met, with the address of the peer where it is the peer's: a connected socket hears of no other's. getpeername(2) */
export function withPeer({ sys, fd }: Handle, error: SyscallError): SyscallError {
  if (!brought.includes(error.code)) return error
  try {
    return new SyscallError(error.code, error.errno, error.syscall, sys.getpeername(fd))
  } catch {
    // It has none, or not any more.
    return error
  }
}
