import { type Backend, type BackendName, openSyscalls, type Syscalls } from 'sendto'

const opened = new Map<Backend | string, Syscalls>()

/**
 * The system calls beneath a socket: opened once.
 * @throws NoBackendError `ERR_NO_BACKEND`: the backend, or none, can be loaded here
 */
export function syscallsOf(backend: BackendName | Backend | undefined): Syscalls {
  const key = backend ?? process.env.SENDTO_BACKEND ?? ''
  const known = opened.get(key)
  if (known !== undefined) return known
  const syscalls = openSyscalls({ backend })
  opened.set(key, syscalls)
  return syscalls
}
