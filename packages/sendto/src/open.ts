import { type Backend, createSyscalls, type Syscalls } from '@sendto/core'
import { type BackendName, loadBackend } from './backends.js'

export interface OpenOptions {
  /** The backend, by name or itself. Without it SENDTO_BACKEND names one; without that it is the first that loads. */
  readonly backend?: BackendName | Backend | undefined
}

/**
 * The system calls of one backend.
 * @throws TypeError `ERR_INVALID_ARG_VALUE`: no backend has that name
 * @throws NoBackendError `ERR_NO_BACKEND`: it, or none, can be loaded here; the message lists each candidate with its cause
 */
export function openSyscalls(options: OpenOptions = {}): Syscalls {
  return createSyscalls(openBackend(options))
}

/** The backend itself. */
export function openBackend({ backend }: OpenOptions): Backend {
  if (typeof backend === 'object' && backend !== null) return backend
  if (backend !== undefined) return loadBackend('backend', backend)
  // Set but empty is how a shell says "not set".
  return loadBackend('SENDTO_BACKEND', process.env.SENDTO_BACKEND || undefined)
}
