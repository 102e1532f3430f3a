import { availableParallelism } from 'node:os'
import { type AddressInit, checkInteger, checkObject, invalidArgType, invalidArgValue } from '@sendto/core'
import { checkOptions, type OpenOptions } from '../options.js'
import type { RestartPolicy } from './backoff.js'
import type { Steering } from './steering.js'

/** What the sockets of shards can be opened with. `reusePort` lets them join a group of other processes, which `'hash'` alone can be steered by. */
export type ShardSocketOptions = Omit<OpenOptions, 'backend' | 'signal' | 'protocol' | 'statistics'>

export interface ShardsInit {
  /** Where they receive, an Internet address. Port 0 is chosen by the system, once for all. */
  readonly address: AddressInit | string
  /** The module that has the backend as its default export: a URL, an absolute path, or the name of a package, which is looked for where the shards' own module lies. */
  readonly backend: string | URL
  /** How many, 1 to 1024. As many as there are processors unless given. */
  readonly workers?: number | undefined
  /** Which shard a datagram belongs to. `'hash'` unless given. */
  readonly steer?: Steering | undefined
  /** For the sockets. Must be what `structuredClone` takes. */
  readonly options?: ShardSocketOptions | undefined
  /** Given to each shard: what `structuredClone` takes. */
  readonly data?: unknown
  /** When a worker that died is started again. */
  readonly restart?: RestartPolicy | undefined
  /** How many milliseconds a worker has to end at `close` before it is terminated. 5000 unless given. */
  readonly closeTimeout?: number | undefined
  /** Closes them when it is aborted. */
  readonly signal?: AbortSignal | undefined
}

const longest = 2 ** 31 - 1

/** Refuses what could not be meant, before anything is opened. */
export function checkShardsInit(init: ShardsInit): void {
  checkObject('init', init)
  const { workers, options: sockets = {}, restart = {}, closeTimeout, signal, steer = 'hash' } = init
  if (workers !== undefined) checkInteger('workers', workers, 1, 1024)
  if (closeTimeout !== undefined) checkInteger('closeTimeout', closeTimeout, 0, longest)
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalidArgType('signal', 'an AbortSignal', signal)
  }
  checkObject('restart', restart)
  for (const name of ['limit', 'delay', 'maxDelay', 'settled'] as const) {
    if (restart[name] !== undefined) checkInteger(`restart.${name}`, restart[name], 0, longest)
  }
  checkOptions(sockets)
  for (const name of ['backend', 'signal', 'protocol', 'statistics'] as const) {
    if (Object.hasOwn(sockets, name))
      throw invalidArgValue(`options.${name}`, 'is not an option of shards', sockets[name as never])
  }
  if (steer !== 'hash' && sockets.reusePort === true) {
    throw invalidArgValue('options.reusePort', "can be true only where steer is 'hash'", true)
  }
}

export const defaultWorkers = (): number => Math.min(availableParallelism(), 1024)
