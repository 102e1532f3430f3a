import { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, triggerAsyncId } from 'node:async_hooks'
import type dgram from 'node:dgram'
import type { Script, Trial } from '../trial.js'

/** By which `async_hooks` know a socket. */
function idOf(socket: dgram.Socket): number {
  const symbol = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'async_id_symbol')
  return (socket as unknown as Record<symbol, number>)[symbol as symbol] as number
}

/** Writes down in which resource something runs, sockets by their names and all others by their types. */
class Resources {
  readonly #journal: Trial['journal']
  readonly #names = new Map<number, string>()
  readonly #calls = new Map<string, number>()
  readonly #hook = createHook({
    init: (id, type) => void this.#names.set(id, type),
    before: (id) => this.#calls.set(this.#nameOf(id), (this.#calls.get(this.#nameOf(id)) ?? 0) + 1),
  }).enable()

  constructor(journal: Trial['journal']) {
    this.#journal = journal
  }

  /** @returns the type that the socket had */
  name(name: string, socket: dgram.Socket): string {
    const type = this.#nameOf(idOf(socket))
    this.#names.set(idOf(socket), name)
    return type
  }

  #nameOf(id: number): string {
    return this.#names.get(id) ?? 'another'
  }

  /** @param trigger whether what led here is written down too */
  here(who: string, what: string, trigger: boolean): void {
    const by = trigger ? ` by ${this.#nameOf(triggerAsyncId())}` : ''
    this.#journal.write(who, `${what} in ${this.#nameOf(executionAsyncId())}${by}`)
  }

  /** Whether anything ran in a resource. */
  hasRun(name: string): boolean {
    return this.#calls.has(name)
  }

  end(): void {
    this.#hook.disable()
  }
}

export const hookScripts: readonly Script[] = [
  {
    title: 'async_hooks know handlers and callbacks as Node has them known',
    covers: ['async_hooks', 'message', 'send', 'connect', 'close'],
    order: 'each',
    run: async (trial) => {
      const resources = new Resources(trial.journal)
      try {
        await new AsyncResource('PROGRAM').runInAsyncScope(async () => {
          const receiver = trial.createSocket('udp4')
          const sender = trial.createSocket('udp4')
          for (const [name, socket] of Object.entries({ receiver, sender }))
            trial.journal.write(name, 'is', resources.name(name, socket))
          const here = (who: string, what: string, trigger: boolean) => () => resources.here(who, what, trigger)
          receiver.on('message', here('receiver', 'message', true))
          receiver.on('listening', here('receiver', 'listening', true))
          receiver.on('close', here('receiver', 'close', true))
          await new Promise<void>((resolve) => receiver.bind(0, '127.0.0.1', resolve))
          const { port } = receiver.address()
          sender.send('first', port, '127.0.0.1', here('sender', 'the first send', true))
          await trial.turns(5)
          sender.send('text', port, '127.0.0.1', here('sender', 'a send of text', true))
          await trial.turns(5)
          sender.send(['a', 'list'], port, '127.0.0.1', here('sender', 'a send of a list', true))
          await trial.turns(5)
          for (const name of ['one', 'two', 'three'])
            sender.send(Buffer.from(name), port, '127.0.0.1', here('sender', `send ${name} of three`, false))
          await trial.turns(5)
          sender.send(Buffer.alloc(65_508), port, '127.0.0.1', here('sender', 'a send that fails', false))
          await trial.turns(5)
          sender.connect(port, '127.0.0.1', here('sender', 'connect', true))
          await trial.turns(5)
          sender.send('text', here('sender', 'a connected send of text', true))
          await trial.turns(5)
          sender.send(Buffer.from('data'), here('sender', 'a connected send', false))
          await trial.turns(5)
          trial.journal.write('receiver', 'ran', resources.hasRun('receiver'))
          sender.close(here('sender', 'close', true))
          receiver.close()
          await trial.turns(5)
        })
      } finally {
        resources.end()
      }
    },
  },
  {
    title: 'an error that a receive meets is told in the socket and in the context that it was created in',
    covers: ['async_hooks', 'AsyncLocalStorage', 'error'],
    order: 'each',
    run: async (trial) => {
      const resources = new Resources(trial.journal)
      const storage = new AsyncLocalStorage<string>()
      try {
        const nobody = await trial.bound('nobody')
        const { port } = nobody.address()
        await new Promise<void>((resolve) => nobody.close(resolve))
        const socket = storage.run('creation', () => trial.createSocket('udp4'))
        resources.name('socket', socket)
        let told = 0
        storage.run('listener', () =>
          socket.on('error', ({ code }: NodeJS.ErrnoException) => {
            told++
            resources.here('socket', `${code} for ${storage.getStore()}`, false)
          }),
        )
        await storage.run(
          'connecting',
          () => new Promise((resolve) => socket.connect(port, '127.0.0.1', resolve as never)),
        )
        storage.run('sending', () => socket.send('lost'))
        await trial.until(() => told > 0)
      } finally {
        resources.end()
      }
    },
  },
]
