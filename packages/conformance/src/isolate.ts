import assert from 'node:assert/strict'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { hasLoaded, type Order } from './scenarios/room.js'

/** Where a scenario runs: in a worker thread of this process, or in a process of its own. */
export type Room = 'worker' | 'process'

/** A scenario that runs elsewhere. */
export interface Isolated {
  /** The process; undefined for a worker. */
  readonly pid: number | undefined
  /** Reports that came and were not taken yet. */
  readonly pending: number
  /** The next thing it reports. Fails if it ends without, or takes too long. */
  report(): Promise<unknown>
  /** Sends the word to go on to a worker. */
  goOn(): void
  /** Waits until it has ended. Fails if it ended badly, or takes too long. */
  ended(): Promise<void>
  /** Ends it, if it has not ended. */
  stop(): Promise<void>
}

/** Far above what anything here takes: a backend that hangs must not hang its test. */
const limit = 15_000

interface Handle {
  readonly pid: number | undefined
  /** Settles with null when it ended well, or a sentence. */
  readonly end: Promise<string | null>
  /** Settles when it may be killed: koffi takes the process along if its worker is terminated while it loads. */
  readonly loaded: Promise<unknown>
  goOn(): void
  kill(): void
}

/** @param descriptors what a process inherits as 3, 4 and so on */
export function isolate(room: Room, order: Order, descriptors: readonly number[] = []): Isolated {
  const { scenario } = order
  const reports: unknown[] = []
  let wake = () => {}
  const onReport = (report: unknown) => {
    reports.push(report)
    wake()
  }
  const { pid, end, loaded, goOn, kill } =
    room === 'worker' ? startWorker(order, onReport) : startProcess(order, onReport, descriptors)

  return {
    pid,
    goOn,
    get pending() {
      return reports.length
    },

    async report() {
      while (reports.length === 0) {
        const more = new Promise<undefined>((resolve) => {
          wake = () => resolve(undefined)
        })
        const outcome = await within(Promise.race([more, end]), `${scenario} reported nothing`)
        if (outcome !== undefined && reports.length === 0) assert.fail(`${scenario} ${outcome ?? 'reported nothing'}`)
      }
      return reports.shift()
    },

    async ended() {
      const failure = await within(end, `${scenario} did not end`)
      if (failure !== null) assert.fail(`${scenario} ${failure}`)
    },

    async stop() {
      await within(Promise.race([loaded, end]), `${scenario} did not load its backend`)
      kill()
      await within(end, `${scenario} did not end when it was told to`)
    },
  }
}

// In variables, since bundlers take `new Worker(new URL(...))` for something of theirs.
const here = import.meta.url
const main = new URL('./scenarios/main.js', here)

function startWorker(order: Order, onReport: (report: unknown) => void): Handle {
  const worker = new Worker(main, { workerData: order, execArgv: [], stderr: true })
  const loaded = new Promise<void>((resolve) => {
    worker.on('message', (message) => (message === hasLoaded ? resolve() : onReport(message)))
  })
  let failure: string | null = null
  worker.on('error', (error) => {
    failure = `threw: ${error.message}`
  })
  const end = new Promise<string | null>((resolve) => worker.on('exit', () => resolve(failure)))
  return { pid: undefined, end, loaded, goOn: () => worker.postMessage(null), kill: () => void worker.terminate() }
}

function startProcess(order: Order, onReport: (report: unknown) => void, descriptors: readonly number[]): Handle {
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, [fileURLToPath(main), JSON.stringify(order)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', ...descriptors],
  })
  const { stdout, stderr } = child as ChildProcessByStdio<null, Readable, Readable>
  createInterface(stdout).on('line', (line) => onReport(JSON.parse(line)))
  let complaint = ''
  stderr.setEncoding('utf8').on('data', (part: string) => {
    complaint += part
  })
  const end = new Promise<string | null>((resolve) => {
    child.on('error', (error) => resolve(`could not start: ${error.message}`))
    child.on('close', (code, signal) =>
      resolve(code === 0 ? null : `ended with ${signal ?? code}: ${complaint.trim()}`),
    )
  })
  return { pid: child.pid, end, loaded: Promise.resolve(), goOn: () => {}, kill: () => void child.kill('SIGKILL') }
}

async function within<T>(promise: Promise<T>, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new assert.AssertionError({ message: `${otherwise} within ${limit / 1000} seconds` })),
      limit,
    )
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
