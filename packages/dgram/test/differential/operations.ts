import type dgram from 'node:dgram'
import fc from 'fast-check'
import type { Trial } from './trial.js'

/** Something that is done to one of three sockets; after it all that comes of it is waited for, or the next one follows at once. */
export interface Operation {
  readonly what: keyof typeof actions
  readonly on: number
  readonly peer: number
  readonly number: number
  readonly text: string
  readonly settles: boolean
}

type Values = readonly unknown[]

interface Sockets {
  readonly trial: Trial
  readonly name: string
  readonly socket: dgram.Socket
  readonly port: number
  readonly operation: Operation
}

const called =
  ({ trial, name }: Sockets, what: string) =>
  (...values: Values) =>
    trial.journal.write(name, `${what} called`, ...values)

const actions = {
  bind: ({ socket }: Sockets) => socket.bind(0, '127.0.0.1') === socket,
  connect: (all: Sockets) => all.socket.connect(all.port, '127.0.0.1', called(all, 'connect')),
  connectBadly: ({ socket, operation }: Sockets) => socket.connect(operation.number, '::1'),
  // What the system chose Linux takes away then, and not ours.
  disconnect: ({ socket, name }: Sockets) => (name === 'c' ? undefined : socket.disconnect()),
  sendTo: (all: Sockets) => all.socket.send(all.operation.text, all.port, '127.0.0.1', called(all, 'send')),
  sendBytesTo: ({ socket, operation, port }: Sockets) => socket.send(Buffer.from(operation.text), port, '127.0.0.1'),
  sendMany: (all: Sockets) => {
    for (let i = 0; i < 20; i++)
      all.socket.send(Buffer.from(`${i} ${all.operation.text}`), all.port, '127.0.0.1', called(all, `${i}`))
  },
  sendParts: ({ socket, operation, port }: Sockets) =>
    socket.send([operation.text, Buffer.from('|'), new Uint16Array(2)], port, '127.0.0.1'),
  sendSlice: ({ socket, operation, port }: Sockets) =>
    socket.send(Buffer.from(operation.text), 1, operation.number, port, '127.0.0.1'),
  sendElsewhere: (all: Sockets) => all.socket.send(all.operation.text, all.port, '::1', called(all, 'send')),
  sendTooMuch: (all: Sockets) => all.socket.send(Buffer.alloc(65_508), all.port, '127.0.0.1', called(all, 'send')),
  sendToPeer: (all: Sockets) => all.socket.send(all.operation.text, called(all, 'send')),
  sendManyToPeer: (all: Sockets) => {
    for (let i = 0; i < 20; i++) all.socket.send(Buffer.from(`${i} ${all.operation.text}`), called(all, `${i}`))
  },
  changeAfterSend: ({ socket, operation, port }: Sockets) => {
    const data = Buffer.from(`before ${operation.text}`)
    socket.send(data, port, '127.0.0.1')
    data.write('after!')
  },
  changeAfterSendToPeer: ({ socket, operation }: Sockets) => {
    const data = Buffer.from(`before ${operation.text}`)
    socket.send(data)
    data.write('after!')
  },
  setTTL: ({ socket, operation }: Sockets) => socket.setTTL(operation.number),
  setMulticastTTL: ({ socket, operation }: Sockets) => socket.setMulticastTTL(operation.number),
  setBroadcast: ({ socket, operation }: Sockets) => socket.setBroadcast(operation.number > 0),
  setRecvBufferSize: ({ socket }: Sockets) => socket.setRecvBufferSize(50_000),
  getSendBufferSize: ({ socket }: Sockets) => socket.getSendBufferSize(),
  queue: ({ socket }: Sockets) => [socket.getSendQueueSize(), socket.getSendQueueCount()],
  join: ({ socket }: Sockets) => socket.addMembership('239.9.8.7', '127.0.0.1'),
  leave: ({ socket }: Sockets) => socket.dropMembership('239.9.8.7', '127.0.0.1'),
  remoteAddress: ({ socket }: Sockets) => socket.remoteAddress(),
  ref: ({ socket }: Sockets) => socket.ref() === socket,
  unref: ({ socket }: Sockets) => socket.unref() === socket,
  close: (all: Sockets) => all.socket.close(called(all, 'close')) === all.socket,
}

export const operations = fc.array(
  fc.record({
    what: fc.constantFrom(...(Object.keys(actions) as (keyof typeof actions)[])),
    on: fc.nat(2),
    peer: fc.nat(2),
    number: fc.constantFrom(-1, 0, 1, 3, 255, 256, 65_536, 1.5, Number.NaN),
    text: fc.constantFrom('', 'x', 'hello', '127.0.0.1', '::1', 'é'),
    settles: fc.boolean(),
  }),
  { minLength: 5, maxLength: 40 },
)

/** Sockets a and b are bound to ports of their own before it begins, c is not. Each is on its own in the journal: which of two is told first is up to the kernel. */
export async function perform(trial: Trial, list: readonly Operation[]): Promise<void> {
  const { journal } = trial
  trial.apart = true
  const sockets = [await trial.boundToPort('a'), await trial.boundToPort('b'), trial.socket('c')]
  // Its port is the system's choice.
  const [, , last] = sockets
  last?.on('listening', () => journal.call(last.address().port, 'c'))
  const ports = sockets.slice(0, 2).map((socket) => socket.address().port)
  process.setUncaughtExceptionCaptureCallback((error) => journal.write('process', 'uncaught', error))
  try {
    let isPeerGone = false
    let connector: number | undefined
    for (const operation of list) {
      const { what, on, peer, settles } = operation
      // Of what is sent joined to a port that refuses it one error is told, of what is sent alone one each: a difference that the README names.
      if (what === 'connect') connector ??= on
      if ((what === 'connect' && on !== connector) || (isPeerGone && what.endsWith('ToPeer'))) continue
      if (what === 'close') isPeerGone = true
      const name = 'abc'[on] as string
      const socket = sockets[on] as dgram.Socket
      const port = ports[peer] ?? (ports[0] as number)
      journal.attempt(name, what, () => actions[what]({ trial, name, socket, port, operation }))
      if (settles) await trial.quiet()
    }
    await trial.quiet()
  } finally {
    process.setUncaughtExceptionCaptureCallback(null)
  }
}
