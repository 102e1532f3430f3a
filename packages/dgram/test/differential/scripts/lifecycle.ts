import { openSync } from 'node:fs'
import { BlockList } from 'node:net'
import { knows, stateOf } from '../../../src/internals.js'
import type { Script } from '../trial.js'

const options: readonly unknown[] = [
  undefined, null, 'udp4', 'udp6', 'udp5', 'unix', '', 5, true, {}, [], () => {}, { type: 'udp4' }, { type: 'udp6' }, { type: 'tcp' }, { type: null },
  { type: 'udp4', lookup: 5 }, { type: 'udp4', lookup: null }, { type: 'udp4', lookup: () => {} },
  ...[-1, 1.5, 2 ** 32, '1', Number.NaN, 0, null, 4096].flatMap((size) => [{ type: 'udp4', recvBufferSize: size }, { type: 'udp4', sendBufferSize: size }]),
  ...[null, 5, {}, 'x', AbortSignal.abort(), new AbortController().signal].map((signal) => ({ type: 'udp4', signal })),
  ...[null, 5, {}, 'x', new BlockList()].flatMap((list) => [{ type: 'udp4', receiveBlockList: list }, { type: 'udp4', sendBlockList: list }]),
  ...[null, 5, {}, true].flatMap((value) => [{ type: 'udp4', reuseAddr: value }, { type: 'udp4', ipv6Only: value }, { type: 'udp4', reusePort: value }]),
] // biome-ignore format: a table

const binds: readonly unknown[][] = [
  [], [0], [null], [undefined], ['0'], ['x'], [-1], [1.5e5], [65_536], [true], [{}], [[]], [{ port: 0 }], [{ port: 'x' }], [{ port: -1 }], [{ address: '127.0.0.1' }],
  [{ port: 0, address: '127.0.0.1', exclusive: true }], [0, '127.0.0.1'], [0, '::1'], [0, '1.2.3.4'], [0, ''], [0, null], [0, undefined], [0, 5], [0, {}], [0, true],
  [{ port: 0, address: 5 }], [{ fd: -1 }], [{ fd: 0 }], [{ fd: 1.5 }], [{ fd: '5' }], [{ fd: 100_000 }],
] // biome-ignore format: a table

export const lifecycleScripts: readonly Script[] = [
  {
    title: 'what sockets are created with',
    covers: ['createSocket', 'lookup', 'recvBufferSize', 'sendBufferSize', 'signal'],
    run: async (trial) => {
      for (const given of options) {
        if (
          !knows.blockLists &&
          given !== null &&
          typeof given === 'object' &&
          /BlockList/.test(Object.keys(given).join())
        )
          continue
        const socket = trial.journal.attempt('new', 'created', () => trial.createSocket(given))
        if (socket === undefined) continue
        trial.journal.write('new', 'type', (socket as unknown as { type: unknown }).type)
        await new Promise<void>((resolve) => {
          socket.once('close', resolve)
          try {
            socket.close()
          } catch {}
        })
      }
    },
  },
  {
    title: 'what bind is given',
    covers: ['bind', 'address', 'listening', 'error'],
    run: async (trial) => {
      for (const type of ['udp4', 'udp6']) {
        for (const given of binds) {
          let hasFailed = false
          const socket = trial.socket('a', type)
          socket.once('error', () => {
            hasFailed = true
          })
          const { journal } = trial
          const result = journal.attempt(
            'a',
            `bind ${JSON.stringify(given)}`,
            () =>
              (socket.bind as (...a: unknown[]) => unknown)(...given, () => journal.write('a', 'called')) === socket,
          )
          if (result) await trial.lines(journal.length + 1)
          try {
            journal.call(socket.address().port, 'chosen')
          } catch {}
          if (!hasFailed) journal.attempt('a', 'address', () => socket.address())
          journal.attempt('a', 'bind again', () => socket.bind())
          await trial.turns(3)
          journal.attempt('a', 'close', () => socket.close())
          await trial.turns(2)
        }
      }
    },
  },
  {
    title: 'an address in use, and one that is not ours',
    covers: ['bind', 'error', 'reuseAddr', 'reusePort'],
    run: async (trial) => {
      const first = await trial.bound('first')
      const { port } = first.address()
      for (const type of ['udp4', { type: 'udp4', reuseAddr: true }, { type: 'udp4', reusePort: true }]) {
        const second = trial.socket('second', type)
        second.bind(port, '127.0.0.1', () => trial.journal.write('second', 'called'))
        await trial.turns(6)
        trial.journal.attempt('second', 'bind again', () =>
          second.bind(0, '127.0.0.1', () => {
            trial.journal.call(second.address().port, 'again')
            trial.journal.write('second', 'bound', second.address())
          }),
        )
        await trial.turns(6)
        second.close()
        await trial.turns(2)
      }
    },
  },
  {
    title: 'sockets that share an address',
    covers: ['reuseAddr'],
    run: async (trial) => {
      const first = await trial.bound('first', { type: 'udp4', reuseAddr: true })
      const second = trial.socket('second', { type: 'udp4', reuseAddr: true })
      second.bind(first.address().port, '127.0.0.1')
      await trial.lines(2)
      trial.journal.write('second', 'address', second.address())
    },
  },
  {
    title: 'sockets that share a port',
    covers: ['reusePort'],
    skip: !knows.reusePort && 'this version of Node has no reusePort',
    run: async (trial) => {
      const first = await trial.bound('first', { type: 'udp4', reusePort: true })
      const second = trial.socket('second', { type: 'udp4', reusePort: true })
      second.bind(first.address().port, '127.0.0.1')
      await trial.lines(2)
      trial.journal.write('second', 'address', second.address())
      const third = trial.socket('third', 'udp4')
      third.bind(first.address().port, '127.0.0.1')
      await trial.lines(4)
    },
  },
  {
    title: 'IPv6 alone, or with IPv4',
    covers: ['ipv6Only'],
    run: async (trial) => {
      for (const ipv6Only of [false, true]) {
        const both = trial.socket('six', { type: 'udp6', ipv6Only })
        await new Promise<void>((resolve) => both.bind(0, resolve))
        trial.journal.call(both.address().port, 'six')
        const four = trial.socket('four', 'udp4')
        four.bind(both.address().port)
        await trial.turns(6)
        four.close()
        both.close()
        await trial.turns(2)
      }
      const four = trial.socket('four', { type: 'udp4', ipv6Only: true })
      four.bind(0)
      await trial.turns(6)
    },
  },
  {
    title: 'descriptors that are not of UDP',
    covers: ['bind'],
    run: async (trial) => {
      const file = openSync('/dev/null', 'r')
      const socket = trial.socket('a')
      trial.journal.attempt('a', 'bind', () => socket.bind({ fd: file }))
      trial.journal.attempt('a', 'bind again', () => socket.bind({ port: 0 }))
      await trial.turns(4)
    },
  },
  {
    title: 'a descriptor that another socket opened',
    covers: ['bind'],
    run: async (trial) => {
      const first = await trial.bound('first')
      const fd = stateOf(first).handle?.fd
      const second = trial.socket('second')
      trial.journal.attempt('second', 'bind', () => second.bind({ fd }) === second)
      trial.journal.attempt('second', 'address', () => second.address())
    },
  },
  {
    title: 'closing in every state, twice, with callbacks and by await using',
    covers: ['close', 'Symbol.asyncDispose', 'getSendQueueCount', 'getSendQueueSize'],
    run: async (trial) => {
      const { journal } = trial
      process.setUncaughtExceptionCaptureCallback((error) => journal.write('process', 'uncaught', error))
      for (const state of ['new', 'binding', 'bound', 'sending', 'connecting'] as const) {
        const socket = trial.socket('a')
        if (state === 'binding') socket.bind(0)
        if (state === 'sending') socket.send('x', 9, '127.0.0.1', (error) => journal.write('a', 'sent', error))
        if (state === 'connecting') socket.connect(9, '127.0.0.1', () => journal.write('a', 'connected'))
        if (state === 'bound') await trial.bind('a', socket)
        journal.attempt('a', `${state} close`, () => socket.close(() => journal.write('a', 'closed')) === socket)
        journal.attempt('a', 'close again', () => socket.close(() => journal.write('a', 'closed again')) === socket)
        journal.attempt('a', 'address', () => socket.address() !== null)
        await trial.turns(6)
        journal.attempt('a', 'send', () => socket.send('x', 9, '127.0.0.1'))
        journal.attempt('a', 'bind', () => socket.bind(0))
        journal.attempt('a', 'connect', () => socket.connect(9))
        await trial.turns(4)
      }
      process.setUncaughtExceptionCaptureCallback(null)
      const socket = await trial.bound('b')
      const disposable = socket as unknown as AsyncDisposable
      journal.attempt('b', 'dispose', () => disposable[Symbol.asyncDispose]())
      await trial.turns(3)
      const result = disposable[Symbol.asyncDispose]()
      result.then((value) => journal.write('b', 'resolved', value))
      await trial.turns(3)
    },
  },
  {
    title: 'signals: aborted before, between and after',
    covers: ['signal', 'close'],
    run: async (trial) => {
      const before = trial.socket('before', { type: 'udp4', signal: AbortSignal.abort() })
      trial.journal.attempt('before', 'bind', () => before.bind(0))
      await trial.turns(2)
      const between = new AbortController()
      const socket = await trial.bound('between', { type: 'udp4', signal: between.signal })
      trial.journal.attempt('between', 'abort', () => between.abort())
      await trial.turns(2)
      trial.journal.attempt('between', 'address', () => socket.address())
      const after = new AbortController()
      const closed = await trial.bound('after', { type: 'udp4', signal: after.signal })
      closed.close()
      await trial.turns(2)
      trial.journal.attempt('after', 'abort', () => after.abort())
    },
  },
  {
    title: 'ref and unref give the socket back, closed ones too',
    covers: ['ref', 'unref'],
    run: async (trial) => {
      const socket = await trial.bound('a')
      trial.journal.attempt('a', 'unref', () => socket.unref() === socket)
      trial.journal.attempt('a', 'ref', () => socket.ref() === socket)
      socket.close()
      trial.journal.attempt('a', 'unref', () => socket.unref() === socket)
      trial.journal.attempt('a', 'ref', () => socket.ref() === socket)
    },
  },
]
