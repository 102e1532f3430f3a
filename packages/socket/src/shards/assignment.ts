import type { MessagePort } from 'node:worker_threads'
import type { Address } from '@sendto/core'
import type { DatagramSocket } from '../socket.js'
import type { ShardSocketOptions } from './options.js'

/** What a shard's module is told beside its socket. */
export interface Shard {
  /** Which one it is: 0 to `workers - 1`. A worker that takes the place of a dead one has its index. */
  readonly index: number
  readonly workers: number
  /** How often the shard was started before. */
  readonly restarts: number
  /** Where all of them receive. */
  readonly address: Address
  /** `ShardsInit.data`, a copy. */
  readonly data: unknown
  /** Aborted when the shards are closed, before the socket is. */
  readonly signal: AbortSignal
}

/**
 * The default export of a shard's module. It is called once in each worker. The worker goes on until the shards are closed, which closes the socket and waits for the
 * promise that was returned. An exception, a rejection, `process.exit()` or a closed socket are the worker's death, and another takes its place.
 *
 * The socket is not to be connected: its share of what comes from others would be lost.
 */
export type ShardModule = (socket: DatagramSocket, shard: Shard) => void | Promise<void>

/** What a worker is started with. */
export interface Assignment {
  readonly module: string
  readonly backend: string
  /** The member of the group that is to be duplicated. */
  readonly fd: number
  readonly options: ShardSocketOptions
  readonly statistics: Float64Array
  readonly shard: Omit<Shard, 'address' | 'signal'>
  /** A channel that is not the worker's own, which belongs to the module. */
  readonly control: MessagePort
}

/** What a worker says. Before `loaded` it must not be terminated, since that would end the process where koffi is being loaded. */
export type Report = 'loaded' | 'running'
