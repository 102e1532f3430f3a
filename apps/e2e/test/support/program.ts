import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Every wait ends after this time, in milliseconds, and fails with what was printed so far. */
export const patience = 15_000

export interface Ending {
  /** The exit code, or the signal that ended it. */
  readonly how: number | string
  readonly stdout: string
  readonly stderr: string
}

/** A process that does not outlive its test. */
export class Program {
  stdout = ''
  stderr = ''
  #how: number | string | undefined
  readonly #child: ChildProcess
  readonly #title: string
  readonly #news = new EventEmitter()

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // What the test run itself was told must not reach the program.
      env: { ...process.env, NODE_OPTIONS: '', SENDTO_BACKEND: '', ...env },
    })
    this.#child = child
    this.#title = [command, ...args].join(' ').slice(0, 200)
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        this[stream] += text
        this.#news.emit('news')
      })
    }
    child.once('error', ({ message }) => this.#end(message))
    child.once('close', (code, signal) => this.#end(code ?? signal ?? 'no exit code'))
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await this.ends()
    })
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Waits until what it printed, on either stream, matches. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    const match = () => pattern.exec(this.stdout) ?? pattern.exec(this.stderr) ?? undefined
    const found = await this.#until(`print ${pattern}`, () => match() ?? (this.#how === undefined ? undefined : null))
    return found ?? this.#fail(`ended (${this.#how}) and did not print ${pattern}`)
  }

  async ends(): Promise<Ending> {
    const how = await this.#until('end', () => this.#how)
    return { how, stdout: this.stdout, stderr: this.stderr }
  }

  async #until<T>(what: string, answer: () => T | undefined): Promise<T> {
    const signal = AbortSignal.timeout(patience)
    for (;;) {
      const result = answer()
      if (result !== undefined) return result
      await once(this.#news, 'news', { signal }).catch(() => this.#fail(`did not ${what} within ${patience} ms`))
    }
  }

  #end(how: number | string): void {
    this.#how ??= how
    this.#news.emit('news')
  }

  #fail(problem: string): never {
    throw new Error(`${this.#title}\n${problem}\nstdout: ${this.stdout}\nstderr: ${this.stderr}`)
  }
}

/** The path of a file, relative to the root of the repository. */
export function file(path: string): string {
  return fileURLToPath(new URL(`../../../../${path}`, import.meta.url))
}

export type AppName = 'server' | 'client' | 'dns' | 'ntp' | 'ping' | 'statsd'

/** The command line of a program of apps/, without its arguments. */
export function app(name: AppName): string {
  return file(`apps/${name}/dist/main.js`)
}

export function startNode(args: readonly string[], env?: NodeJS.ProcessEnv): Program {
  return new Program(process.execPath, args, env)
}

/** Starts the server on a free port, and waits until it listens. */
export function startServer(...args: string[]) {
  return startListener('server', ...args)
}

/** Starts a program that receives on a free port, and waits until it listens. */
export async function startListener(name: AppName, ...args: string[]) {
  const server = startNode([app(name), '--port', '0', ...args])
  const [, port] = await server.prints(/^listening on .*:(\d+)$/m)
  return { server, port: port as string }
}

/** Runs the client from a free port. */
export function runClient(port: string, ...args: string[]): Promise<Ending> {
  return startNode([app('client'), '--port', port, '--bind-port', '0', ...args]).ends()
}
