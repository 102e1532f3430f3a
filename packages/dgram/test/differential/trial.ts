import type dgram from 'node:dgram'
import { Journal } from './journal.js'
import type { Subject } from './subjects.js'

const events = ['listening', 'message', 'connect', 'error', 'close'] as const

/** A run of a script. */
export class Trial {
  readonly journal = new Journal()
  /** Whether what a socket hears is written down by sender: of two that send in one turn either may be first. */
  apart = false
  readonly #subject: Subject
  readonly #sockets: dgram.Socket[] = []

  constructor(subject: Subject) {
    this.#subject = subject
  }

  createSocket(type?: unknown, listener?: unknown): dgram.Socket {
    const socket = this.#subject.createSocket(type, listener)
    this.#sockets.push(socket)
    return socket
  }

  /** A socket whose events are written down. */
  socket(name: string, type: unknown = 'udp4'): dgram.Socket {
    const socket = this.createSocket(type)
    for (const event of events) {
      const who = (from: unknown) =>
        this.apart && event === 'message' ? `${name} from ${(from as dgram.RemoteInfo).port}` : name
      socket.on(event, (...values: unknown[]) => this.journal.write(who(values[1]), event, ...values))
    }
    return socket
  }

  /** The same, bound to the loopback address, with its port known by its name. */
  async bound(name: string, type: unknown = 'udp4'): Promise<dgram.Socket> {
    const socket = this.socket(name, type)
    await this.bind(name, socket)
    return socket
  }

  /** The same, bound to a port that it is asked for: Linux takes others away at `disconnect`. It is none that the system would choose for a socket. */
  async boundToPort(name: string): Promise<dgram.Socket> {
    const port = await this.#freePort()
    const socket = this.socket(name)
    await this.bind(name, socket, port)
    return socket
  }

  async #freePort(): Promise<number> {
    const finder = this.createSocket('udp4')
    for (;;) {
      const port = 10_000 + Math.floor(Math.random() * 20_000)
      const isFree = await new Promise<boolean>((resolve) => {
        finder.once('error', () => resolve(false))
        finder.bind(port, '127.0.0.1', () => resolve(true))
      })
      if (!isFree) continue
      await new Promise<void>((resolve) => finder.close(resolve))
      return port
    }
  }

  async bind(name: string, socket: dgram.Socket, port = 0): Promise<void> {
    const isIPv4 = (socket as unknown as { type: string }).type === 'udp4'
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(port, isIPv4 ? '127.0.0.1' : '::1', () => {
        socket.removeListener('error', reject)
        resolve()
      })
    })
    this.journal.call(socket.address().port, name)
  }

  async connected(name: string, peer: dgram.Socket, type: unknown = 'udp4'): Promise<dgram.Socket> {
    const socket = await this.bound(name, type)
    const { address, port } = peer.address()
    await new Promise<void>((resolve) => socket.connect(port, address, resolve as () => void))
    return socket
  }

  /** Lets the event loop turn. */
  async turns(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
  }

  /** Until something holds; if it never does the journal tells what is missing. */
  async until(holds: () => boolean): Promise<void> {
    const end = performance.now() + 3000
    while (!holds() && performance.now() < end) await this.turns(1)
  }

  /** Until so many lines are written, and some turns more. */
  async lines(count: number): Promise<void> {
    await this.until(() => this.journal.length >= count)
    await this.turns(3)
  }

  /** Until nothing has been written for some turns. */
  async quiet(): Promise<void> {
    let seen = -1
    while (seen !== this.journal.length) {
      seen = this.journal.length
      await this.turns(5)
    }
  }

  async end(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.removeAllListeners()
      socket.on('error', () => {})
      try {
        socket.close()
      } catch {}
    }
    await this.turns(2)
  }
}

export interface Script {
  readonly title: string
  /** The members, events and options of Node's that it is about. */
  readonly covers: readonly string[]
  /** What the order of lines is compared of. All of them unless given. */
  readonly order?: 'all' | 'each'
  /** Why it cannot be run here. */
  readonly skip?: string | false
  run(trial: Trial): Promise<void>
}

export async function journalOf(script: Pick<Script, 'run' | 'order'>, subject: Subject): Promise<string[]> {
  const trial = new Trial(subject)
  try {
    await script.run(trial)
    return trial.journal.close(script.order ?? 'all')
  } finally {
    await trial.end()
  }
}
