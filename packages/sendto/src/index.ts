export {
  type Address,
  type AddressInit,
  type Backend,
  createSyscalls,
  Inet4Address,
  Inet6Address,
  type Received,
  SyscallError,
  type Syscalls,
  UnsupportedError,
} from '@sendto/core'
export { type BackendName, backendNames, NoBackendError } from './backends.js'
export * from './calls.js'
export * from './constants.js'
export { type OpenOptions, openSyscalls } from './open.js'
