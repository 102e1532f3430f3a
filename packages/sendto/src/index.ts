export type * from '@sendto/core'
export {
  bpf,
  createSyscalls,
  Inet4Address,
  Inet6Address,
  MessageVector,
  RawAddress,
  SyscallError,
  UnixAddress,
  UnsupportedError,
} from '@sendto/core'
export {
  type Batch,
  type BatchHandler,
  type Datagram,
  type InfoOptions,
  type Membership,
  type OutgoingDatagram,
  type PathMtuDiscovery,
  type PayloadRange,
  type ReceiveOptions,
  type Restart,
  type RestartPolicy,
  type SendLimits,
  type SendOptions,
  type SendResult,
  type Shard,
  ShardError,
  type ShardModule,
  type ShardSocketOptions,
  type Shards,
  type ShardsEvents,
  type SocketEvents,
  Statistic,
  type Steering,
  shardOf,
  type TooBig,
  type Transmitted,
  type Unreachable,
} from '@sendto/socket'
export { type BackendName, backendNames, NoBackendError } from './backends.js'
export * from './calls.js'
export * from './constants.js'
export { type OpenOptions, openSyscalls } from './open.js'
export { parseAddress } from './parse-address.js'
export { type ShardsInit, shards } from './shards.js'
export { type BindOptions, type ConnectOptions, DatagramSocket, type SocketOptions } from './socket.js'
