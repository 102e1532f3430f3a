import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { BackendName, OptionInput, OptionValue, ReadableOption, WritableOption } from 'sendto'
import type { Calls, Reply, Request } from './calls.js'

/** The calls of a process on a host; what they throw there is thrown here, with the same fields. */
export type RemoteCalls = {
  readonly [Name in Exclude<keyof Calls, 'getOption' | 'setOption'>]: (
    ...args: Parameters<Calls[Name]>
  ) => Promise<Awaited<ReturnType<Calls[Name]>>>
} & {
  getOption<Name extends ReadableOption>(fd: number, name: Name): Promise<OptionValue<Name>>
  setOption<Name extends WritableOption>(fd: number, name: Name, value: OptionInput<Name>): Promise<void>
}

interface Asked {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** A process in a network namespace that makes system calls by a backend: `await host.calls.socket(AF_INET, SOCK_DGRAM)`. */
export class Host {
  readonly calls: RemoteCalls
  readonly #child: ChildProcess
  readonly #asked: Asked[] = []
  readonly #end: Promise<void>
  #stderr = ''
  #ended: string | undefined

  constructor(namespace: string, backend: BackendName) {
    const program = fileURLToPath(new URL('main.js', import.meta.url))
    this.#child = spawn('ip', ['netns', 'exec', namespace, process.execPath, program, backend], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Views and bigints travel as they are.
      serialization: 'advanced',
      env: { ...process.env, NODE_OPTIONS: '', SENDTO_BACKEND: '' },
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
    this.#child.on('message', (reply: Reply) => this.#answered(reply))
    this.#end = new Promise((resolve) => {
      this.#child.on('error', ({ message }) => resolve(this.#over(message)))
      this.#child.once('close', (code, signal) => resolve(this.#over(`ended with ${code ?? signal}`)))
    })
    const ask =
      (call: string) =>
      (...args: unknown[]) =>
        this.#ask(call as keyof Calls, args)
    this.calls = new Proxy({}, { get: (_, name) => ask(String(name)) }) as RemoteCalls
  }

  /** Ends the process, and its sockets with it. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#end
  }

  #ask(call: keyof Calls, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(new Error(this.#ended))
      this.#asked.push({ resolve, reject })
      this.#child.send({ call, args } satisfies Request)
    })
  }

  #answered(reply: Reply): void {
    const asked = this.#asked.shift()
    if ('result' in reply) asked?.resolve(reply.result)
    else asked?.reject(Object.assign(new Error(reply.error.message), reply.error))
  }

  #over(how: string): void {
    this.#ended = `the host ${how}: ${this.#stderr}`
    for (const { reject } of this.#asked.splice(0)) reject(new Error(this.#ended))
  }
}
