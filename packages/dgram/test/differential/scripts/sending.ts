import type { Script, Trial } from '../trial.js'

const shared = () => new Uint8Array(new SharedArrayBuffer(3))

function transferred(): Uint8Array {
  const data = Buffer.alloc(3)
  transfer(data)
  return data
}

function transfer({ buffer }: Uint8Array): void {
  structuredClone(buffer, { transfer: [buffer as ArrayBuffer] })
}

const unconnected = (port: number): readonly unknown[][] => [
  [], ['x'], ['x', port], ['x', port, '127.0.0.1'], ['x', port, ''], ['x', port, null], ['x', port, undefined], ['x', String(port), '127.0.0.1'], ['x', 0, '127.0.0.1'],
  ['x', -1, '127.0.0.1'], ['x', 65_536, '127.0.0.1'], ['x', 80.5, '127.0.0.1'], ['x', Number.NaN, '127.0.0.1'], ['x', 2 ** 32 + 81, '127.0.0.1'], ['x', {}, '127.0.0.1'],
  ['x', port, 5], ['x', port, {}], ['x', port, true], ['x', port, false], ['x', port, 0], ['x', port, '::1'], ['x', port, '127.0.0.1', 5], ['x', port, '127.0.0.1', null],
  [5, port], [null, port], [{}, port], [undefined, port, '127.0.0.1'], [[], port, '127.0.0.1'], [['a', 'b'], port, '127.0.0.1'], [['a', 5], port], [[Buffer.from('ab'), new Uint16Array([25_185])], port, '127.0.0.1'],
  [Buffer.alloc(0), port, '127.0.0.1'], [new Uint8Array([1, 2]), port, '127.0.0.1'], [new DataView(new ArrayBuffer(3)), port, '127.0.0.1'], [new ArrayBuffer(3), port],
  ['hello', 1, 3, port, '127.0.0.1'], ['hello', 1, 3, port], [Buffer.from('hello'), 0, 5, port, '127.0.0.1'], [Buffer.from('hello'), 2, 4, port, '127.0.0.1'], [Buffer.from('hello'), 6, 0, port, '127.0.0.1'],
  [Buffer.from('hello'), -1, 2, port, '127.0.0.1'], [Buffer.from('hello'), '1', '2', port, '127.0.0.1'], [Buffer.from('hello'), null, null, port, '127.0.0.1'], [new Uint16Array([1, 2, 3]), 1, 3, port, '127.0.0.1'],
  [['a'], 0, 1, port, '127.0.0.1'], ['é', port, '127.0.0.1'], [Buffer.alloc(65_508), port, '127.0.0.1'], [Buffer.alloc(65_507), port, '127.0.0.1'], ['x', 9, '255.255.255.255'],
  ['x', port, '127.0.0.1', 1, 2], [Buffer.from('x'), 0, 1, port, '127.0.0.1', 5], [Buffer.from('x'), 0, 1, port, '', 5],
  [shared(), port, '127.0.0.1'], [transferred(), port, '127.0.0.1'], [[Buffer.from('x'), transferred()], port, '127.0.0.1'], [transferred(), 0, 0, port, '127.0.0.1'],
  [new Proxy(Buffer.from('x'), {}), port, '127.0.0.1'], [Object.create(Uint8Array.prototype), port, '127.0.0.1'],
] // biome-ignore format: a table

const connected: readonly unknown[][] = [
  [], ['x'], [Buffer.from('x')], [Buffer.alloc(0)], [[]], [['a', Buffer.from('b')]], ['hello', 1, 3], [Buffer.from('hello'), 1, 3], [Buffer.from('hello'), 4, 3], ['x', 9], ['x', 9, '127.0.0.1'],
  [Buffer.from('hello'), 0, 5, 9], [Buffer.from('hello'), 0, 5, 9, '127.0.0.1'], [5], [null], ['x', null], ['x', undefined, undefined], ['x', 0, 0], [Buffer.alloc(65_508)], [Buffer.alloc(70_000)], [{}], [['a', null]],
  [Buffer.from('hello'), 0, 5, null], [Buffer.from('hello'), 0, 5, 0], ['x', '', ''],
  [shared()], [transferred()], [[Buffer.from('x'), transferred()]], [new Proxy(Buffer.from('x'), {})], [Object.create(Uint8Array.prototype)],
] // biome-ignore format: a table

type Send = (...values: unknown[]) => unknown

async function sendAll(trial: Trial, calls: readonly unknown[][], sender: { send: unknown }): Promise<void> {
  const { journal } = trial
  for (const given of calls) {
    const shown = given
      .map((value) => (value === null || typeof value !== 'object' ? String(value) : `${value.constructor.name}`))
      .join()
    for (const callback of [[], [(...values: unknown[]) => journal.write('sender', 'called', ...values)]]) {
      journal.attempt('sender', `send ${shown}`, () => (sender.send as Send).apply(sender, [...given, ...callback]))
      await trial.turns(4)
    }
  }
}

export const sendingScripts: readonly Script[] = [
  {
    title: 'what send is given, unconnected',
    covers: ['send', 'message'],
    order: 'each',
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const sender = await trial.bound('sender')
      await sendAll(trial, unconnected(receiver.address().port), sender)
    },
  },
  {
    title: 'what send is given, unconnected, on IPv6',
    covers: ['send', 'message'],
    order: 'each',
    run: async (trial) => {
      const receiver = await trial.bound('receiver', 'udp6')
      const sender = await trial.bound('sender', 'udp6')
      const calls = unconnected(receiver.address().port).map((given) =>
        given.map((value) => (value === '127.0.0.1' ? '::1' : value === '::1' ? '127.0.0.1' : value)),
      )
      await sendAll(
        trial,
        calls.filter((given) => !given.includes('255.255.255.255')),
        sender,
      )
    },
  },
  {
    title: 'what send is given, connected',
    covers: ['send', 'message', 'connect'],
    order: 'each',
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const sender = await trial.connected('sender', receiver)
      await sendAll(trial, connected, sender)
    },
  },
  {
    title: 'what sockets that are not bound yet send leaves in its order',
    covers: ['send', 'listening'],
    order: 'each',
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const { port } = receiver.address()
      const sender = trial.socket('sender')
      for (const text of ['a', 'b', 'c'])
        sender.send(text, port, '127.0.0.1', (...values) => trial.journal.write('sender', `${text} called`, ...values))
      await trial.turns(2)
      trial.journal.call(sender.address().port, 'sender')
      await trial.turns(5)
    },
  },
  {
    title: 'an unconnected send reads its bytes a tick later, a connected one at once',
    covers: ['send'],
    order: 'each',
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const sender = await trial.bound('sender')
      const { port } = receiver.address()
      const data = Buffer.from('before')
      for (const view of [data, [data], new DataView(data.buffer, data.byteOffset, 6)]) {
        data.write('before')
        sender.send(view as Buffer, port, '127.0.0.1')
        data.write('after!')
        await trial.turns(4)
        data.write('before')
        sender.send(view as Buffer, port, '127.0.0.1')
        process.nextTick(() => data.write('a tick'))
        await trial.turns(4)
        data.write('before')
        sender.send(data, 0, 6, port, '127.0.0.1')
        data.write('after!')
        await trial.turns(4)
      }
      const connected = await trial.connected('connected', receiver)
      for (const view of [data, [data]]) {
        data.write('before')
        connected.send(view as Buffer)
        data.write('after!')
        await trial.turns(4)
        connected.send(view as Buffer, () => {})
        data.write('again!')
        await trial.turns(4)
      }
    },
  },
  {
    title: 'data that is transferred right after it was given to be sent',
    covers: ['send'],
    order: 'each',
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const { port } = receiver.address()
      const [plain, connected] = [await trial.bound('plain'), await trial.connected('connected', receiver)]
      const sends = {
        alone: (data: Uint8Array, told: (...values: unknown[]) => void) => plain.send(data, port, '127.0.0.1', told),
        'before others': (data: Uint8Array, told: (...values: unknown[]) => void) => {
          plain.send(data, port, '127.0.0.1', told)
          plain.send('behind it', port, '127.0.0.1', told)
        },
        'in a list': (data: Uint8Array, told: (...values: unknown[]) => void) =>
          plain.send([data, '|'], port, '127.0.0.1', told),
        connected: (data: Uint8Array, told: (...values: unknown[]) => void) => connected.send(data, told),
      }
      for (const [how, send] of Object.entries(sends)) {
        const data = Buffer.alloc(5, 'x')
        trial.journal.attempt('sender', how, () =>
          send(data, (...values) => trial.journal.write('sender', how, 'called', ...values)),
        )
        transfer(data)
        await trial.turns(4)
      }
    },
  },
  {
    title: 'callbacks, ticks and microtasks come in their order',
    covers: ['send'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      receiver.removeAllListeners('message')
      const { port } = receiver.address()
      const { journal } = trial
      for (const sender of [await trial.bound('plain'), await trial.connected('connected', receiver)]) {
        const to = sender.listenerCount('connect') > 0 && isConnected(sender) ? [] : [port, '127.0.0.1']
        const send = (name: string, ...values: unknown[]) =>
          (sender.send as Send).call(sender, name, ...values, () => journal.write('callback', name))
        process.nextTick(() => journal.write('tick', 'before'))
        send('a', ...to)
        process.nextTick(() => journal.write('tick', 'between'))
        queueMicrotask(() => journal.write('microtask', 'between'))
        send('b', ...to)
        process.nextTick(() => journal.write('tick', 'after'))
        setImmediate(() => journal.write('immediate', 'after'))
        await trial.turns(4)
        sender.send(Buffer.from('c'), ...(to as []), () => {
          journal.write('callback', 'c')
          process.nextTick(() => journal.write('tick', 'in the callback'))
          queueMicrotask(() => journal.write('microtask', 'in the callback'))
          send('d', ...to)
        })
        await trial.turns(4)
      }
    },
  },
  {
    title: 'closing right after sending',
    covers: ['send', 'close'],
    order: 'each',
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const { port } = receiver.address()
      const plain = await trial.bound('plain')
      plain.send('lost', port, '127.0.0.1', (...values) => trial.journal.write('plain', 'called', ...values))
      plain.close()
      await trial.turns(4)
      const connected = await trial.connected('connected', receiver)
      connected.send('arrives', (...values: unknown[]) => trial.journal.write('connected', 'called', ...values))
      connected.close()
      await trial.turns(4)
      const later = await trial.bound('later')
      later.send(Buffer.from('arrives too'), port, '127.0.0.1', (...values) => {
        trial.journal.write('later', 'called', ...values)
        later.close()
      })
      await trial.turns(4)
    },
  },
  {
    title: 'sizes of what is queued',
    covers: ['getSendQueueSize', 'getSendQueueCount'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      receiver.removeAllListeners('message')
      const sender = await trial.connected('sender', receiver)
      for (let i = 0; i < 5; i++) sender.send('hello')
      trial.journal.write('sender', 'size', sender.getSendQueueSize(), sender.getSendQueueCount())
      await trial.turns(3)
      trial.journal.write('sender', 'size', sender.getSendQueueSize(), sender.getSendQueueCount())
    },
  },
  {
    title: 'a callback that throws, and one that closes the socket',
    covers: ['send'],
    order: 'each',
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const { port } = receiver.address()
      const { journal } = trial
      const sender = await trial.bound('sender')
      process.setUncaughtExceptionCaptureCallback((error) => journal.write('process', 'uncaught', error))
      try {
        for (const name of ['a', 'b', 'c']) {
          sender.send(Buffer.from(name), port, '127.0.0.1', () => {
            journal.write('sender', 'called', name)
            if (name === 'a') throw new Error('thrown')
            if (name === 'b') sender.close()
          })
        }
        await trial.turns(6)
      } finally {
        process.setUncaughtExceptionCaptureCallback(null)
      }
    },
  },
]

function isConnected(socket: { remoteAddress(): unknown }): boolean {
  try {
    socket.remoteAddress()
    return true
  } catch {
    return false
  }
}
