import { once } from 'node:events'
import { BlockList } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import dgram, { type RemoteInfo, type Socket } from '../src/index.js'
import { knows } from '../src/internals.js'
import { reference, subjects } from './differential/subjects.js'
import { journalOf, type Trial } from './differential/trial.js'

const expected = {
  bindSync: [
    'a: null threw TypeError ERR_INVALID_ARG_TYPE The "options" argument must be of type object. Received null',
    'a: list threw TypeError ERR_INVALID_ARG_TYPE The "options" argument must be of type object. Received an instance of Array',
    'a: port threw RangeError ERR_SOCKET_BAD_PORT options.port should be >= 0 and < 65536. Received type number (-1).',
    "a: name threw TypeError ERR_INVALID_ARG_VALUE The property 'options.address' must be a numeric IP address; bindSync does not perform DNS resolution. Received 'localhost'",
    'a: number threw TypeError ERR_INVALID_ARG_TYPE The "options.address" property must be of type string. Received type number (5)',
    'a: foreign threw Error EADDRNOTAVAIL bind EADDRNOTAVAIL 1.2.3.4',
    "a: bound { address: '127.0.0.1', family: 'IPv4', port: a }",
    'a: again threw Error ERR_SOCKET_ALREADY_BOUND Socket is already bound',
    'a: a tick later',
    'a: listening',
    'a: closed threw Error ERR_SOCKET_DGRAM_NOT_RUNNING Not running',
  ],
  connectSync: [
    'a: nothing threw RangeError ERR_SOCKET_BAD_PORT Port should be > 0 and < 65536. Received undefined.',
    'a: none threw RangeError ERR_SOCKET_BAD_PORT Port should be > 0 and < 65536. Received type number (0).',
    "a: none as text threw RangeError ERR_SOCKET_BAD_PORT Port should be > 0 and < 65536. Received type string ('0').",
    "a: name threw TypeError ERR_INVALID_ARG_VALUE The argument 'address' must be a numeric IP address; connectSync does not perform DNS resolution. Received 'localhost'",
    'a: foreign threw Error EINVAL connect EINVAL ::1:9',
    'a: connected undefined',
    "a: peer { address: '127.0.0.1', family: 'IPv4', port: peer }",
    'a: again threw Error ERR_SOCKET_DGRAM_IS_CONNECTED Already connected',
    'a: listening',
    'a: connect',
    'peer: message "at once" from a',
  ],
} as const

const scripts = {
  bindSync: async (trial: Trial) => {
    const { journal } = trial
    const socket = trial.socket('a') as Socket
    attempt(trial, 'null', () => socket.bindSync(null as never))
    attempt(trial, 'list', () => socket.bindSync([] as never))
    attempt(trial, 'port', () => socket.bindSync({ port: -1 }))
    attempt(trial, 'name', () => socket.bindSync({ address: 'localhost' }))
    attempt(trial, 'number', () => socket.bindSync({ address: 5 as never }))
    attempt(trial, 'foreign', () => socket.bindSync({ address: '1.2.3.4' }))
    process.nextTick(() => journal.write('a', 'a tick later'))
    attempt(trial, 'bound', () => {
      const address = socket.bindSync({ address: '127.0.0.1' })
      journal.call(address.port, 'a')
      return address
    })
    attempt(trial, 'again', () => socket.bindSync())
    await trial.turns(2)
    socket.removeAllListeners()
    socket.close()
    attempt(trial, 'closed', () => socket.bindSync())
  },
  connectSync: async (trial: Trial) => {
    const peer = await trial.bound('peer')
    peer.removeAllListeners()
    const { port } = peer.address()
    const socket = trial.socket('a') as Socket
    attempt(trial, 'nothing', () => socket.connectSync(undefined as never))
    attempt(trial, 'none', () => socket.connectSync(0))
    attempt(trial, 'none as text', () => socket.connectSync('0' as never))
    attempt(trial, 'name', () => socket.connectSync(9, 'localhost'))
    attempt(trial, 'foreign', () => socket.connectSync(9, '::1'))
    attempt(trial, 'connected', () => socket.connectSync(port))
    attempt(trial, 'peer', () => socket.remoteAddress())
    attempt(trial, 'again', () => socket.connectSync(port))
    trial.journal.call(socket.address().port, 'a')
    peer.on('message', (data, from) => trial.journal.write('peer', `message "${data}" from ${from.port}`))
    socket.send('at once')
    await trial.turns(6)
  },
}

function attempt({ journal }: Trial, what: string, action: () => unknown): void {
  try {
    const value = action()
    journal.write('a', what, value)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const kind = [TypeError, RangeError].find((Class) => error instanceof Class)?.name ?? 'Error'
    journal.write('a', `${what} threw ${kind} ${code} ${message}`)
  }
}

for (const subject of knows.sync ? [reference, ...subjects] : subjects) {
  describe(`what Node 26 has, over ${subject.name}`, () => {
    for (const name of ['bindSync', 'connectSync'] as const) {
      it(`${name} does what it does there`, async () => {
        const journal = await journalOf({ run: scripts[name] }, subject)
        expect(journal.filter((line) => line !== 'peer: listening')).toEqual(expected[name])
      })
    }
  })
}

for (const subject of knows.blockLists ? [reference, ...subjects] : subjects) {
  describe(`block lists, over ${subject.name}`, () => {
    it('what is no list is refused', () => {
      for (const name of ['receiveBlockList', 'sendBlockList']) {
        const error = caught(() => subject.createSocket({ type: 'udp4', [name]: {} })) as NodeJS.ErrnoException
        expect([error instanceof TypeError, error.code]).toEqual([true, 'ERR_INVALID_ARG_TYPE'])
        expect(error.message).toBe(
          `The "options.${name}" property must be an net.BlockList. Received an instance of Object`,
        )
      }
    })

    it('nothing is sent or connected to a blocked address, by every way of sending', async () => {
      const sendBlockList = new BlockList()
      sendBlockList.addAddress('127.0.0.1')
      const socket = subject.createSocket({ type: 'udp4', sendBlockList })
      const codes = []
      for (const data of ['x', Buffer.from('x'), ['x', 'y']]) {
        codes.push(
          await new Promise((resolve) =>
            socket.send(data, 9, '127.0.0.1', (error) => resolve((error as NodeJS.ErrnoException).code)),
          ),
        )
      }
      codes.push(
        await new Promise((resolve) =>
          (socket.connect as (...values: unknown[]) => void)(9, '127.0.0.1', (error: NodeJS.ErrnoException) =>
            resolve(error.code),
          ),
        ),
      )
      const told = once(socket, 'error')
      socket.connect(9, '127.0.0.1')
      codes.push(((await told)[0] as NodeJS.ErrnoException).message)
      socket.close()
      expect(codes).toEqual([...Array(4).fill('ERR_IP_BLOCKED'), 'IP(127.0.0.1) is blocked by net.BlockList'])
    })

    it('nothing is heard from a blocked address', async () => {
      const receiveBlockList = new BlockList()
      receiveBlockList.addAddress('127.0.0.2')
      const receiver = subject.createSocket({ type: 'udp4', receiveBlockList })
      receiver.bind(0, '127.0.0.1')
      await once(receiver, 'listening')
      const seen: string[] = []
      const last = new Promise<void>((resolve) => {
        receiver.on('message', (data) => {
          seen.push(data.toString())
          resolve()
        })
      })
      for (const address of ['127.0.0.2', '127.0.0.3']) {
        const sender = subject.createSocket('udp4')
        sender.bind(0, address)
        await once(sender, 'listening')
        await new Promise((resolve) => sender.send(`from ${address}`, receiver.address().port, '127.0.0.1', resolve))
        sender.close()
      }
      await last
      receiver.close()
      expect(seen).toEqual(['from 127.0.0.3'])
    })
  })
}

for (const { name: backend } of subjects) {
  describe(`what is not Node's, over ${backend}`, () => {
    it('reusePort: two sockets have one port', async () => {
      const sockets = [0, 1].map(() =>
        dgram.createSocket({ type: 'udp4', reusePort: true, backend: backend as 'napi' }),
      )
      const [first, second] = sockets as [Socket, Socket]
      first.bind(0, '127.0.0.1')
      await once(first, 'listening')
      second.bind(first.address().port, '127.0.0.1')
      await once(second, 'listening')
      expect(second.address()).toEqual(first.address())
      for (const socket of sockets) socket.close()
    })

    it('reusePort: bind calls back, whatever it is given before', async () => {
      for (const given of [[], [0], [0, '127.0.0.1'], [{ port: 0 }], [null], [undefined, undefined]]) {
        const socket = dgram.createSocket({ type: 'udp4', reusePort: true, backend: backend as 'napi' })
        await new Promise((resolve) => (socket.bind as (...values: unknown[]) => void)(...given, resolve))
        expect(socket.address().port).toBeGreaterThan(0)
        socket.close()
      }
    })

    for (const [type, address] of [
      ['udp4', '127.0.0.1'],
      ['udp6', '::1'],
    ] as const) {
      it(`recvInfo tells of each datagram where it was sent to and how it came, by ${type}`, async () => {
        const receiver = dgram.createSocket({ type, recvInfo: true, backend: backend as 'napi' })
        const { port } = receiver.bindSync({ address })
        const sender = dgram.createSocket(type)
        const before = BigInt(Date.now() - 60_000) * 1_000_000n
        const told = new Promise<bigint | undefined>((resolve) =>
          receiver.once('message', (_, { timestamp }) => resolve(timestamp)),
        )
        sender.send('x', port, address)
        const [, from] = (await once(receiver, 'message')) as [Buffer, RemoteInfo]
        expect(from).toMatchObject({ address, size: 1, destination: address, ecn: 0, ttl: 64 })
        expect(from.interface).toBeGreaterThan(0)
        expect((from.timestamp as bigint) > before).toBe(true)
        expect(await told).toBe(from.timestamp)
        sender.close()
        receiver.close()
      })
    }

    it('sendMany tells once how many have left, and the first error', async () => {
      const receiver = dgram.createSocket({ type: 'udp4', backend: backend as 'napi' })
      const { port } = receiver.bindSync({ address: '127.0.0.1' })
      const seen: string[] = []
      receiver.on('message', (data) => seen.push(data.toString()))
      const sender = dgram.createSocket({ type: 'udp4', backend: backend as 'napi' })
      const datagrams = [
        { data: 'a', port },
        { data: Buffer.alloc(65_508), port },
        { data: ['b', 'c'], port, address: '127.0.0.1' },
      ]
      const [error, sent] = await new Promise<[Error | null, number]>((resolve) =>
        sender.sendMany(datagrams, (...told) => resolve(told)),
      )
      expect([(error as NodeJS.ErrnoException).code, sent]).toEqual(['EMSGSIZE', 2])
      while (seen.length < 2) await once(receiver, 'message')
      expect(seen).toEqual(['a', 'bc'])
      expect(await new Promise((resolve) => sender.sendMany([], (...told) => resolve(told)))).toEqual([null, 0])
      expect(caught(() => sender.sendMany(5 as never))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' })
      sender.close()
      receiver.close()
    })
  })
}

it('join, coalesce, spin, pool and recvInfo are checked', () => {
  for (const [options, code] of [
    [{ join: 0 }, 'ERR_OUT_OF_RANGE'],
    [{ join: 129 }, 'ERR_OUT_OF_RANGE'],
    [{ join: 1.5 }, 'ERR_OUT_OF_RANGE'],
    [{ join: '1' }, 'ERR_INVALID_ARG_TYPE'],
    [{ coalesce: -1 }, 'ERR_OUT_OF_RANGE'],
    [{ coalesce: '1' }, 'ERR_INVALID_ARG_TYPE'],
    [{ spin: 1_000_000 }, 'ERR_OUT_OF_RANGE'],
    [{ spin: null }, 'ERR_INVALID_ARG_TYPE'],
    [{ recvInfo: 1 }, 'ERR_INVALID_ARG_TYPE'],
    [{ pool: 0 }, 'ERR_INVALID_ARG_TYPE'],
  ] as const) {
    expect(caught(() => dgram.createSocket({ type: 'udp4', ...options } as never))).toMatchObject({ code })
  }
})

it.each(['SENDTO_COALESCE', 'SENDTO_SPIN'])('%s is for all sockets of a program, and checked', (variable) => {
  for (const [value, code] of [
    ['many', 'ERR_OUT_OF_RANGE'],
    ['-1', 'ERR_OUT_OF_RANGE'],
    ['50', undefined],
    ['', undefined],
  ] as const) {
    vi.stubEnv(variable, value)
    try {
      const create = () => dgram.createSocket('udp4').close()
      if (code === undefined) create()
      else expect(caught(create)).toMatchObject({ code, message: expect.stringContaining(variable) })
    } finally {
      vi.unstubAllEnvs()
    }
  }
})

function caught(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
