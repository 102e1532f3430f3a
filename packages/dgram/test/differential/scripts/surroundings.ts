import { AsyncLocalStorage } from 'node:async_hooks'
import type dgram from 'node:dgram'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import dns from 'node:dns'
import type { Script, Trial } from '../trial.js'

type Lookup = (name: string, family: unknown, done: (...values: unknown[]) => void) => void

/** Sends, binds and connects with addresses of all kinds. */
async function lookUp(trial: Trial, socket: dgram.Socket, port: number): Promise<void> {
  const { journal } = trial
  for (const address of ['127.0.0.1', 'a.test', 'none.test', '::1', undefined]) {
    socket.send('x', port, address, (...values) => journal.write('a', `sent to ${address}`, ...values))
    await trial.turns(5)
    socket.send(Buffer.from('y'), port, address as string)
    await trial.turns(5)
  }
  for (const address of ['none.test', '127.0.0.1', 'a.test']) {
    socket.connect(port, address, ((...values: unknown[]) =>
      journal.write('a', `connected to ${address}`, ...values)) as () => void)
    await trial.turns(5)
    journal.attempt('a', 'disconnect', () => socket.disconnect())
  }
}

function lookupOf(trial: Trial, who: string): Lookup {
  return (name, family, done) => {
    trial.journal.write(who, 'asked', name, family)
    const error = Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND', hostname: name })
    if (name === 'none.test') process.nextTick(done, error)
    else process.nextTick(done, null, name === 'a.test' ? '127.0.0.1' : name, 4)
  }
}

export const surroundingScripts: readonly Script[] = [
  {
    title: "a look-up of the program's own is asked when Node asks it",
    covers: ['lookup', 'bind', 'send', 'connect'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const socket = trial.socket('a', { type: 'udp4', lookup: lookupOf(trial, 'lookup') })
      socket.bind(0, 'none.test')
      await trial.turns(4)
      await trial.bind('a', socket)
      await lookUp(trial, socket, receiver.address().port)
    },
  },
  {
    title: 'dns.lookup that was replaced before the socket was created, and after',
    covers: ['lookup'],
    run: async (trial) => {
      const { lookup } = dns
      const receiver = await trial.bound('receiver')
      const before = await trial.bound('before')
      try {
        dns.lookup = lookupOf(trial, 'dns.lookup') as unknown as typeof dns.lookup
        const socket = await trial.boundToPort('a')
        await lookUp(trial, socket, receiver.address().port)
        before.send('x', receiver.address().port, '127.0.0.1')
        await trial.turns(5)
        dns.lookup = lookup
        socket.send('x', receiver.address().port, '127.0.0.1')
        await trial.turns(5)
      } finally {
        dns.lookup = lookup
      }
    },
  },
  {
    title: 'names that the system knows',
    covers: ['lookup'],
    order: 'each',
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const socket = await trial.bound('a')
      let hasEnded = false
      socket.send('x', receiver.address().port, 'localhost', (...values) => {
        trial.journal.write('a', 'called', ...values)
        hasEnded = true
      })
      await trial.until(() => hasEnded)
      await trial.turns(4)
    },
  },
  {
    title: 'handlers and callbacks run in the contexts that Node runs them in',
    covers: ['AsyncLocalStorage', 'message', 'send', 'connect', 'close'],
    order: 'each',
    run: async (trial) => {
      const { journal } = trial
      const storage = new AsyncLocalStorage<string>()
      const here = (who: string) => () => journal.write(who, 'in', storage.getStore())
      const receiver = storage.run('creation', () => trial.createSocket('udp4'))
      storage.run('listener', () => receiver.on('message', here('message')))
      await storage.run(
        'binding',
        () =>
          new Promise<void>((resolve) =>
            receiver.bind(0, '127.0.0.1', () => {
              here('listening')()
              resolve()
            }),
          ),
      )
      const sender = storage.run('creation of the sender', () => trial.createSocket('udp4'))
      const { port } = receiver.address()
      storage.run('first send', () => sender.send('x', port, '127.0.0.1', here('first send')))
      await trial.turns(5)
      for (let i = 0; i < 3; i++)
        storage.run(`send ${i}`, () => sender.send(Buffer.from('x'), port, '127.0.0.1', here('sends')))
      await trial.turns(5)
      storage.run('connecting', () => sender.connect(port, '127.0.0.1', here('connect')))
      await trial.turns(5)
      for (let i = 0; i < 3; i++)
        storage.run(`connected send ${i}`, () => sender.send(Buffer.from('x'), here('connected sends')))
      await trial.turns(5)
      storage.run('closing', () => sender.close(here('close')))
      await trial.turns(3)
    },
  },
  {
    title: 'a context that a handler enters is that of its message',
    covers: ['AsyncLocalStorage', 'message'],
    order: 'each',
    run: async (trial) => {
      const storage = new AsyncLocalStorage<string>()
      const receiver = storage.run('creation', () => trial.createSocket('udp4'))
      await storage.run('binding', () => new Promise<void>((resolve) => receiver.bind(0, '127.0.0.1', resolve)))
      let told = 0
      receiver.on('message', (data) => {
        const here = (what: string) => trial.journal.write(`${data} ${what}`, 'in', storage.getStore())
        here('message')
        storage.enterWith(`entered by ${data}`)
        process.nextTick(here, 'tick')
        queueMicrotask(() => here('microtask'))
        told++
      })
      const sender = await trial.bound('sender')
      for (const text of ['a', 'b', 'c']) sender.send(Buffer.from(text), receiver.address().port, '127.0.0.1')
      await trial.until(() => told === 3)
      await trial.turns(2)
    },
  },
  {
    title: 'udp.socket tells of each socket, which can be used at once',
    covers: ['diagnostics_channel udp.socket'],
    run: async (trial) => {
      const { journal } = trial
      const told = (message: unknown) => {
        const { socket } = message as { socket: dgram.Socket }
        journal.write('channel', 'told of', socket, Object.keys(message as object))
        journal.attempt('channel', 'bind', () => socket.bind(0, '127.0.0.1', () => journal.write('channel', 'bound')))
        journal.attempt('channel', 'send', () =>
          socket.send('x', 9, '127.0.0.1', (...values) => journal.write('channel', 'sent', ...values)),
        )
      }
      subscribe('udp.socket', told)
      try {
        const socket = trial.socket('a')
        journal.attempt('a', 'bind', () => socket.bind(0))
        await trial.turns(6)
      } finally {
        unsubscribe('udp.socket', told)
      }
    },
  },
]
