import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import { compiled, pinned } from '../compare.js'

/** What a program answers: numbers by name. */
export type Answer = Readonly<Record<string, number>>

export interface ProgramOptions {
  /** The core on which it stays. */
  readonly core: number
  /** The network namespace in which it runs; that of this process unless given. */
  readonly namespace?: string | undefined
  /** Variables of its environment. */
  readonly env?: Readonly<Record<string, string>> | undefined
}

/** Every answer comes within this time, in milliseconds. */
const patience = 120_000

/**
 * A process that takes one command after the other, a line each on its standard input, and answers each by a line of JSON. The first answer comes by itself, once it is
 * ready. It ends with its input.
 */
export class Program implements AsyncDisposable {
  /** What it printed besides. */
  readonly notes: string[] = []
  readonly #child: ChildProcess
  readonly #title: string
  readonly #lines: Interface
  readonly #answers: AsyncIterator<string>
  readonly #ended: Promise<string>

  private constructor(command: readonly string[], { core, namespace, env: own }: ProgramOptions) {
    const inside = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace]
    const [file, args] = pinned(core, command)
    const [first, ...rest] = [...inside, file, ...args] as [string, ...string[]]
    const env = { ...process.env, NODE_OPTIONS: '', SENDTO_BACKEND: '', ...own }
    this.#title = command.join(' ')
    this.#child = spawn(first, rest, { stdio: ['pipe', 'pipe', 'inherit'], env })
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })
    this.#answers = this.#lines[Symbol.asyncIterator]()
    // A program that has ended is found out about by the answer that it does not give.
    this.#child.stdin?.on('error', () => {})
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', ({ message }) => resolve(message))
      this.#child.once('exit', (code, signal) => resolve(signal ?? String(code)))
    })
    this.#ended.then(() => this.#lines.close())
  }

  /** Starts it. Its first answer is `ready`. */
  static async start(command: readonly string[], options: ProgramOptions): Promise<Program & { ready: Answer }> {
    const program = new Program(command, options)
    try {
      return Object.assign(program, { ready: await program.#answer() })
    } catch (error) {
      await program[Symbol.asyncDispose]()
      throw error
    }
  }

  /** A yardstick of native/socket/, compiled for this run. */
  static startC(name: string, args: readonly unknown[], options: ProgramOptions) {
    return Program.start([compiled(`socket/${name}`), ...args.map(String)], options)
  }

  get pid(): number {
    return this.#child.pid as number
  }

  async ask(command: string): Promise<Answer> {
    this.#child.stdin?.write(`${command}\n`)
    return this.#answer()
  }

  async #ending(): Promise<string> {
    const how = await this.#ended
    return how === 'SIGKILL' ? `no answer within ${patience} ms` : `ended with ${how}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin?.destroy()
    this.#child.kill('SIGKILL')
    await this.#ended
    this.#lines.close()
  }

  async #answer(): Promise<Answer> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patience)
    try {
      for (;;) {
        const { done, value } = await this.#answers.next()
        if (done) throw new Error(`${this.#title}: ${await this.#ending()}`)
        if (value.startsWith('{')) return JSON.parse(value)
        this.notes.push(value)
      }
    } finally {
      clearTimeout(timer)
    }
  }
}
