import { SyscallError, type Syscalls } from '@sendto/core'

/** A descriptor that is closed once, and whose number is not used after that. It knows nobody, so that it can be closed for a socket that has become garbage. */
export class Descriptor {
  readonly sys: Syscalls
  readonly fd: number
  #open = true

  constructor(sys: Syscalls, fd: number) {
    this.sys = sys
    this.fd = fd
  }

  get isOpen(): boolean {
    return this.#open
  }

  /** Refuses a call on a closed socket as the kernel would, without asking it: the number may be somebody else's by now. */
  check(syscall: string): void {
    if (!this.#open) throw refusal(this.sys, 'EBADF', syscall, 'the socket is closed')
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    this.sys.close(this.fd)
  }

  /** From now on the descriptor is somebody else's, who closes it. */
  release(): void {
    this.#open = false
  }
}

/** An error that a call answers without having been made. */
export function refusal(sys: Syscalls, code: string, syscall: string, detail: string): SyscallError {
  return new SyscallError(code, -(sys.backend.platform.errno[code] ?? 0), syscall, null, detail)
}
