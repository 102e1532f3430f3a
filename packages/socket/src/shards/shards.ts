import { Worker } from 'node:worker_threads'
import { type Address, type AddressInit, checkInteger, invalidArgValue, type Syscalls } from '@sendto/core'
import { addressOf, familyOf } from '../address.js'
import { refusal } from '../descriptor.js'
import { ContextEmitter } from '../emitter.js'
import { environmentOf } from '../environment.js'
import { closedOnFailure, openSocket } from '../open.js'
import { checkInfo, setInfo } from '../receive/info.js'
import { createStatistics } from '../statistics.js'
import type { Assignment } from './assignment.js'
import { isOfClosing, ShardError } from './error.js'
import { splitFilters } from './filters.js'
import { type Group, openGroup } from './group.js'
import { Keeper, type Restart } from './keeper.js'
import { backendPath, loadBackend, moduleUrl } from './module.js'
import { checkShardsInit, defaultWorkers, type ShardsInit } from './options.js'
import { steeringProgram } from './steering.js'

export interface ShardsEvents {
  /** A worker died, and another one takes its place. */
  restart: [restart: Restart]
  /**
   * A shard's worker died too often in a row, and stays down: what is sent to it waits in its queue, and is dropped and counted when that is full. The other shards go on. Without
   * a listener it is an uncaught exception.
   */
  error: [error: ShardError]
  /** All are closed. */
  close: []
}

// In a variable, since bundlers take `new Worker(new URL(...))` for something of theirs.
const here = import.meta.url
const entry = new URL('./worker.js', here)

/**
 * Opens one socket for each of several worker threads on one address, and has the kernel share out what comes: SO_REUSEPORT of socket(7). Linux.
 *
 * Each datagram for one host reaches one shard, that of `steer`; multicast and broadcast reach all. What comes while a worker is started, or started again, waits in its queue.
 *
 * ```ts
 * // main.js
 * await using servers = shards({ address: '0.0.0.0:5300', workers: 4, backend: '@sendto/napi' }, new URL('./server.js', import.meta.url))
 * // server.js
 * export default function (socket, { index }) {
 *   socket.onBatch = (batch) => { ... }
 * }
 * ```
 * @param module whose default export is a `ShardModule`: a URL or an absolute path, ES module or CommonJS
 * @throws TypeError, RangeError with the name of what is wrong: `workers`, `options.receiveQueue`; `DataCloneError`: `data` or `options` cannot be handed over
 * @throws SyscallError `EADDRINUSE`: the address is somebody's, a group's too, unless `options.reusePort`; and what socket(2), bind(2) and setsockopt(2) say
 */
export function shards(init: ShardsInit, module: string | URL): Shards {
  return new Shards(init, module)
}

/** Worker threads that share one address. They keep the process alive until they are closed. */
export class Shards extends ContextEmitter<ShardsEvents> implements AsyncDisposable {
  /** Where all of them receive. */
  readonly address: Address
  /** How many there are. */
  readonly workers: number
  readonly #sys: Syscalls
  readonly #group: Group
  readonly #keepers: Keeper[] = []
  readonly #statistics: readonly Float64Array[]
  readonly #closeTimeout: number
  readonly #signal: AbortSignal | undefined
  readonly #aborted = (): void => void this.close().catch((error) => this.emit('error', error as ShardError))
  readonly #waiting: { resolve(): void; reject(error: Error): void }[] = []
  #closed: Promise<void> | null = null

  /** @internal Made by `shards`. */
  constructor(init: ShardsInit, module: string | URL) {
    super()
    checkShardsInit(init)
    const { workers = defaultWorkers(), steer = 'hash', restart = {}, closeTimeout = 5000, signal } = init
    const program = steeringProgram('steer', steer, workers)
    const url = moduleUrl('module', module)
    const path = backendPath('backend', init.backend, url)
    const { sys } = environmentOf(loadBackend('backend', path))
    this.#sys = sys
    const local = internetAddress(addressOf('address', init.address, sys))
    // A copy now, so that each worker is given the same.
    const { data, options } = structuredClone({ data: init.data, options: init.options ?? {} })
    signal?.throwIfAborted()

    const { reusePort: join = false, ...own } = options
    const { filters, others } = splitFilters(own.options ?? {})
    // Joined datagrams go to one shard all together, whatever the others carry.
    const receiveOffload = own.receiveOffload ?? (typeof steer === 'string' ? undefined : false)
    const family = familyOf(local)
    const info = checkInfo(own.info)
    const open = () => {
      const fd = openSocket(sys, family, { ...own, receiveOffload, options: others })
      // What comes before a worker runs is to tell as much.
      return closedOnFailure(sys, fd, () => {
        setInfo(sys, fd, family, info)
        return fd
      })
    }
    this.#group = openGroup(sys, { address: local, size: workers, program, join, filters, open })
    const { address, descriptors } = this.#group
    this.address = address
    this.workers = workers
    this.#closeTimeout = closeTimeout
    this.#signal = signal
    this.#statistics = descriptors.map(() => createStatistics(true))
    const assignment = { module: url.href, backend: path, options: { ...own, options: {} } }
    try {
      for (const [index, fd] of descriptors.entries()) {
        const statistics = this.#statistics[index] as Float64Array
        this.#keepers.push(
          new Keeper({
            index,
            policy: restart,
            start(restarts, control) {
              const workerData: Assignment = {
                ...assignment,
                fd,
                statistics,
                control,
                shard: { index, workers, restarts, data },
              }
              return new Worker(entry, { workerData, transferList: [control], name: `shard ${index}`, ...inherited() })
            },
            changed: () => this.#changed(),
            restarting: (restart) => this.emit('restart', restart),
            failed: (error) => this.emit('error', error),
          }),
        )
      }
    } catch (error) {
      void this.close()
      throw error
    }
    signal?.addEventListener('abort', this.#aborted)
  }

  /** The sum of the shards' statistics: `Statistic` says where each number stands. What restarted shards had counted is kept. */
  get statistics(): Float64Array {
    const sum = createStatistics()
    for (const each of this.#statistics)
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (each[i] as number)
    return sum
  }

  /** The statistics of one shard. */
  statisticsOf(index: number): Float64Array {
    checkInteger('index', index, 0, this.workers - 1)
    return createStatistics().map((_, i) => this.#statistics[index]?.[i] ?? 0)
  }

  /**
   * Waits until all shards run, which is when each module's function was called. Datagrams are queued before.
   * @throws ShardError a shard stays down; `SyscallError` `ECANCELED`: the shards were closed meanwhile
   */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#changed()
    })
  }

  /** Keeps the process alive until the shards are closed, which is how they begin. */
  ref(): this {
    for (const keeper of this.#keepers) keeper.ref()
    return this
  }

  /** Lets the process end although they run. */
  unref(): this {
    for (const keeper of this.#keepers) keeper.unref()
    return this
  }

  /**
   * Ends the workers, then closes the group: each shard's signal is aborted, what its socket has queued for sending leaves, the socket is closed, and the promise that its module
   * returned is waited for. A worker that has not ended after `closeTimeout` is terminated. The second time, it waits for the first.
   * @throws ShardError what a worker died of meanwhile; all are closed nevertheless
   */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#aborted)
    const causes = await Promise.all(this.#keepers.map((keeper) => keeper.close(this.#closeTimeout)))
    this.#group.close()
    this.#changed()
    process.nextTick(() => this.emit('close'))
    for (const [index, cause] of causes.entries()) {
      if (cause !== null && !isOfClosing(cause)) throw new ShardError(index, 'died while it was closed', cause)
    }
  }

  /** Tells those who wait for `ready`. */
  #changed(): void {
    const failed = this.#keepers.find(({ failure }) => failure !== null)
    const failure =
      this.#closed === null ? failed?.failure : refusal(this.#sys, 'ECANCELED', 'ready', 'the shards are closed')
    if (failure) for (const { reject } of this.#waiting.splice(0)) reject(failure)
    else if (this.#keepers.every(({ isRunning }) => isRunning))
      for (const { resolve } of this.#waiting.splice(0)) resolve()
  }
}

// A worker takes over the flags of this process, but cannot begin with one that says how the text of a program is to be read.
function inherited(): { execArgv?: string[] } {
  return process.execArgv.some((flag) => flag.startsWith('--input-type')) ? { execArgv: [] } : {}
}

/** SO_REUSEPORT is of no use to others. */
function internetAddress(address: AddressInit): AddressInit {
  const family = familyOf(address)
  if (family === 'IPv4' || family === 'IPv6') return address
  throw invalidArgValue('address', 'must be an Internet address', address)
}
