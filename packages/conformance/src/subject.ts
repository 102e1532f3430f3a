import type { Backend, Syscalls } from '@sendto/core'

/** What is put to the test. */
export interface Subject {
  readonly backend: Backend
  /** URL of a module whose default export is the backend, so that a case can load it again in a worker or a child process. */
  readonly module: string
  /** What makes calls of the backend, if not core's: a few cases are about what stands above every backend, and they too must be able to fail. */
  readonly createSyscalls?: (backend: Backend) => Syscalls
}
