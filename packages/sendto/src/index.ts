export {
  type Address,
  type AddressInit,
  type Backend,
  createSyscalls,
  Inet4Address,
  Inet6Address,
  type ListenDescriptor,
  type ListenOptions,
  MessageVector,
  type OutgoingMessage,
  type PollEntry,
  type PollResult,
  type Received,
  type ReceivedMessage,
  type ReceiveOptions,
  SyscallError,
  type Syscalls,
  UnsupportedError,
  type VectorSize,
} from '@sendto/core'
export { type BackendName, backendNames, NoBackendError } from './backends.js'
export * from './calls.js'
export * from './constants.js'
export { type OpenOptions, openSyscalls } from './open.js'
