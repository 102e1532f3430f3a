import type dgram from 'node:dgram'
import type { Script, Trial } from '../trial.js'

/** Datagrams that are there when the receiver next looks. */
async function burst(trial: Trial, receiver: dgram.Socket, texts: readonly string[]): Promise<void> {
  const sender = await trial.connected('sender', receiver)
  for (const text of texts) sender.send(text)
}

const letters = ['a', 'b', 'c', 'd', 'e']

async function uncaught(trial: Trial, action: () => Promise<void>): Promise<void> {
  process.setUncaughtExceptionCaptureCallback((error) => trial.journal.write('process', 'uncaught', error))
  try {
    await action()
  } finally {
    process.setUncaughtExceptionCaptureCallback(null)
  }
}

export const receivingScripts: readonly Script[] = [
  {
    title: 'ticks and microtasks drain between two messages',
    covers: ['message'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const { journal } = trial
      receiver.on('message', (data) => {
        process.nextTick(() => journal.write('tick', 'of', data))
        queueMicrotask(() => journal.write('microtask', 'of', data))
        Promise.resolve().then(() => process.nextTick(() => journal.write('tick', 'of a microtask of', data)))
      })
      await burst(trial, receiver, letters)
      await trial.lines(3 + letters.length * 4)
    },
  },
  {
    title: 'ticks drain between more messages than one call brings',
    covers: ['message'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      receiver.on('message', (data) => process.nextTick(() => trial.journal.write('tick', 'of', data.length)))
      // Each is longer than the one before, and so is not joined to it.
      const growing = Array.from({ length: 150 }, (_, index) => 'x'.repeat(index + 1))
      await burst(trial, receiver, growing)
      await trial.lines(3 + growing.length * 2)
    },
  },
  {
    title: 'a tick that throws loses none of what came together',
    covers: ['message'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      receiver.on('message', (data) => {
        if (data.toString() === 'e') return
        process.nextTick(() => {
          throw new Error(`thrown in a tick of ${data}`)
        })
      })
      await uncaught(trial, async () => {
        await burst(trial, receiver, letters)
        await trial.lines(12)
      })
    },
  },
  {
    title: 'a handler that throws loses none of what came together',
    covers: ['message'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      receiver.on('message', (data) => {
        if (data.toString() === 'b' || data.toString() === 'd') throw new Error(`thrown at ${data}`)
      })
      await uncaught(trial, async () => {
        await burst(trial, receiver, letters)
        await trial.lines(10)
      })
    },
  },
  {
    title: 'a handler that throws each time loses none of more messages than one call brings',
    covers: ['message'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      receiver.on('message', (data) => {
        throw new Error(`thrown at ${data}`)
      })
      const texts = Array.from({ length: 150 }, (_, index) => String(index))
      await uncaught(trial, async () => {
        await burst(trial, receiver, texts)
        await trial.lines(2 + texts.length * 2)
      })
    },
  },
  {
    title: 'closing in a handler stops the rest',
    covers: ['message', 'close'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      receiver.on('message', (data) => {
        if (data.toString() === 'b') receiver.close(() => trial.journal.write('receiver', 'closed'))
      })
      await burst(trial, receiver, letters)
      await trial.turns(6)
    },
  },
  {
    title: 'closing in a handler and throwing',
    covers: ['message', 'close'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      receiver.on('message', () => {
        receiver.close()
        throw new Error('thrown')
      })
      await uncaught(trial, async () => {
        await burst(trial, receiver, letters)
        await trial.turns(6)
      })
    },
  },
  {
    title: 'closing in a tick of a handler stops the rest',
    covers: ['message', 'close'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      receiver.once('message', () => process.nextTick(() => receiver.close()))
      await burst(trial, receiver, letters)
      await trial.turns(6)
    },
  },
  {
    title: 'handlers that come and go between two messages',
    covers: ['message'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      receiver.removeAllListeners('message')
      const { journal } = trial
      receiver.once('message', (data) => {
        journal.write('first', 'message', data)
        receiver.on('message', (data) => journal.write('second', 'message', data))
      })
      await burst(trial, receiver, letters)
      await trial.turns(6)
    },
  },
  {
    title: "a message is the program's own, and says what it is",
    covers: ['message'],
    run: async (trial) => {
      const receiver = await trial.bound('receiver')
      const kept: Buffer[] = []
      receiver.on('message', function (this: unknown, data, from) {
        kept.push(data)
        trial.journal.write(
          'receiver',
          'is',
          Buffer.isBuffer(data),
          data.constructor.name,
          Object.keys(from),
          this === receiver,
        )
      })
      await burst(trial, receiver, [...letters, '', 'x'.repeat(1500), 'y'.repeat(60_000)])
      await trial.until(() => kept.length === 8)
      for (const data of kept) data.fill('z')
      await burst(trial, receiver, ['again'])
      await trial.turns(5)
      trial.journal.write('receiver', 'kept', ...kept)
    },
  },
  {
    title: 'what an echo says',
    covers: ['message', 'send'],
    run: async (trial) => {
      const server = await trial.bound('server')
      const client = await trial.bound('client')
      server.on('message', (data, { port, address }) =>
        server.send(`${data}!`, port, address, (error, bytes) => trial.journal.write('server', 'called', error, bytes)),
      )
      for (const text of letters) {
        client.send(text, server.address().port, '127.0.0.1')
        await trial.turns(6)
      }
    },
  },
  {
    title: 'IPv6: senders, and IPv4 mapped',
    covers: ['message', 'address'],
    order: 'each',
    run: async (trial) => {
      const receiver = trial.socket('receiver', 'udp6')
      await new Promise<void>((resolve) => receiver.bind(0, '::', resolve))
      trial.journal.call(receiver.address().port, 'receiver')
      const four = await trial.bound('four')
      const six = await trial.bound('six', 'udp6')
      four.send('from four', receiver.address().port, '127.0.0.1')
      await trial.turns(5)
      six.send('from six', receiver.address().port, '::1')
      await trial.turns(5)
      receiver.send('mapped', four.address().port, '::ffff:127.0.0.1')
      await trial.turns(5)
      trial.journal.write('receiver', 'address', receiver.address())
    },
  },
  {
    title: 'IPv6: zones that name no interface',
    covers: ['bind', 'connect', 'send'],
    order: 'each',
    run: async (trial) => {
      const receiver = await trial.bound('receiver', 'udp6')
      const { port } = receiver.address()
      const told = (...values: unknown[]) => trial.journal.write('socket', 'called', ...values)
      const socket = trial.socket('socket', 'udp6')
      socket.bind(0, 'fe80::1%nope', () => trial.journal.write('socket', 'bound'))
      await trial.turns(5)
      await trial.bind('socket', socket)
      for (const address of ['::1%nope', '::1%lo']) {
        for (let i = 0; i < 2; i++) socket.send(Buffer.from(`${address} ${i}`), port, address, told)
        await trial.turns(5)
      }
      socket.connect(port, '::1%nope', told)
      await trial.turns(5)
      trial.journal.attempt('socket', 'remoteAddress', () => socket.remoteAddress())
    },
  },
  {
    title: 'nobody is at the port of a connected socket',
    covers: ['error', 'connect'],
    order: 'each',
    run: async (trial) => {
      const gone = await trial.bound('gone')
      const sender = await trial.connected('sender', gone)
      gone.close()
      await trial.turns(3)
      for (let i = 0; i < 2; i++) {
        sender.send('x', (...values: unknown[]) => trial.journal.write('sender', 'called', ...values))
        await trial.turns(6)
      }
    },
  },
]
