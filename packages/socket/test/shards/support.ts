import { once } from 'node:events'
import type { Backend } from '@sendto/core'
import { DatagramSocket, type Shards, type ShardsInit, shards } from '@sendto/socket'

// In a variable, since vitest takes `new URL(..., import.meta.url)` for something of its own.
const here = import.meta.url
export const moduleOf = (name: string): URL => new URL(`modules/${name}`, here)

/** Shards on loopback, closed by hand. */
export function start(backend: Backend, module: string | URL, init: Partial<ShardsInit> = {}): Shards {
  const all = { address: '127.0.0.1:0', backend: `@sendto/${backend.name}`, workers: 3, ...init }
  return shards(all, typeof module === 'string' && !module.includes('/') ? moduleOf(module) : module)
}

/** What a shard of the module `answer` says. */
export interface Answer {
  readonly index: number
  readonly restarts: number
  readonly workers: number
  readonly port: number
  readonly data: unknown
  readonly text: string
}

/** Somebody who sends to shards, and hears what they answer. */
export class Client implements Disposable {
  readonly #socket: DatagramSocket
  readonly #to: Shards['address']

  constructor(backend: Backend, { address }: Shards) {
    this.#socket = DatagramSocket.bind('127.0.0.1:0', { backend })
    this.#to = address
  }

  /** An id of four bytes, which is what shards are steered by in these tests, and an order. */
  send(id: number, order = ''): void {
    const data = Buffer.from(`....${order}`)
    data.writeUInt32BE(id)
    if (!this.#socket.trySend(data, this.#to)) throw new Error('there is no room to send')
  }

  async answer(): Promise<Answer> {
    const { data } = await this.#socket.receive()
    return JSON.parse(Buffer.from(data).toString())
  }

  async answers(count: number): Promise<Answer[]> {
    const all: Answer[] = []
    while (all.length < count) all.push(await this.answer())
    return all
  }

  [Symbol.dispose](): void {
    this.#socket.close()
  }
}

/** Waits until something another thread does has come true. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}

export async function next<T>(emitter: Shards, event: 'restart' | 'error' | 'close'): Promise<T> {
  const [value] = await once(emitter, event)
  return value as T
}
