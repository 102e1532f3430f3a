import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads'
import type { Report } from './assignment.js'
import { Backoff, type RestartPolicy } from './backoff.js'
import { ShardError } from './error.js'

/** A worker that died, and will be replaced. */
export interface Restart {
  /** Which shard. */
  readonly index: number
  /** The exception that ended it; null if it ended in another way. */
  readonly cause: unknown
  /** What it ended with: of `process.exit(code)`, 1 after an exception. */
  readonly exitCode: number
  /** In how many milliseconds the next one is started. */
  readonly delay: number
}

export interface KeeperInit {
  readonly index: number
  readonly policy: RestartPolicy
  /** Starts a worker that talks through this port. */
  start(restarts: number, control: MessagePort): Worker
  /** Whether it runs, or will not any more, has changed. */
  changed(): void
  restarting(restart: Restart): void
  failed(error: ShardError): void
}

/** Keeps one shard served: by a worker, and by another one when that dies. */
export class Keeper {
  readonly #init: KeeperInit
  readonly #backoff: Backoff
  #worker: Worker | null = null
  #control: MessagePort | null = null
  #timer: NodeJS.Timeout | null = null
  #restarts = -1
  #loaded = false
  #referenced = true
  #closing = false
  #late = false
  /** Told when the worker has ended that is being closed, and of what, if of anything. */
  #ended: (cause: unknown) => void = () => {}
  /** Whether the module's function has been called. */
  isRunning = false
  /** Why it stays down. */
  failure: ShardError | null = null

  constructor(init: KeeperInit) {
    this.#init = init
    this.#backoff = new Backoff(init.policy)
    this.#start()
  }

  ref(): void {
    this.#reference(true)
  }

  unref(): void {
    this.#reference(false)
  }

  /**
   * Ends the worker, and starts no other. Once.
   * @returns what the worker died of meanwhile, or null
   */
  async close(timeout: number): Promise<unknown> {
    this.#closing = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#worker === null) return null
    // Who waits for this is not to find that the process has ended.
    this.ref()
    const ended = new Promise((resolve) => {
      this.#ended = resolve
    })
    this.#control?.postMessage('close')
    const timer = setTimeout(() => this.#terminate(), timeout)
    const cause = await ended
    clearTimeout(timer)
    return cause
  }

  #start(): void {
    this.#timer = null
    const { port1, port2 } = new MessageChannel()
    const began = performance.now()
    let cause: unknown = null
    const worker = this.#init.start(++this.#restarts, port2)
    worker.on('error', (error) => {
      cause = error
    })
    worker.once('exit', (exitCode) => {
      port1.close()
      this.#exited(cause, exitCode, performance.now() - began)
    })
    port1.on('message', (report: Report) => this.#heard(report))
    port1.unref()
    this.#worker = worker
    this.#control = port1
    if (!this.#referenced) worker.unref()
  }

  #heard(report: Report): void {
    if (report === 'loaded') {
      this.#loaded = true
      if (this.#late) this.#terminate()
    } else {
      this.isRunning = true
      this.#init.changed()
    }
  }

  #exited(cause: unknown, exitCode: number, lived: number): void {
    this.#worker = null
    this.#control = null
    this.#loaded = false
    this.isRunning = false
    if (this.#closing) {
      this.#ended(cause)
      return
    }
    const delay = this.#backoff.died(lived)
    if (delay === null) {
      this.#fail(cause ?? new Error(`its worker ended with ${exitCode}`))
      return
    }
    this.#timer = setTimeout(() => this.#start(), delay)
    if (!this.#referenced) this.#timer.unref()
    this.#init.restarting({ index: this.#init.index, cause, exitCode, delay })
  }

  #fail(cause: unknown): void {
    const { index, changed, failed } = this.#init
    this.failure = new ShardError(index, 'died too often', cause)
    changed()
    failed(this.failure)
  }

  // A worker that loads its backend is left to it: koffi ends the process if it is interrupted.
  #terminate(): void {
    if (this.#loaded) void this.#worker?.terminate()
    else this.#late = true
  }

  #reference(on: boolean): void {
    this.#referenced = on
    for (const each of [this.#worker, this.#timer]) {
      if (on) each?.ref()
      else each?.unref()
    }
  }
}
