import type { Backend } from '@sendto/core'
import { expect, it } from 'vitest'
import { DatagramSocket } from '../src/index.js'
import { describeEach } from './backends.js'

/** Calls whose first argument is no descriptor. */
const others = ['load', 'address', 'socket', 'if_nametoindex', 'if_indextoname']

/** A backend that writes down which calls were made on a descriptor after it was closed, and before a socket had its number again. */
function watched(backend: Backend): { backend: Backend; calls: string[] } {
  const calls: string[] = []
  const closed = new Set<unknown>()
  const spy = Object.create(backend)
  for (const [name, call] of Object.entries(backend)) {
    if (typeof call !== 'function') continue
    spy[name] = (...input: unknown[]) => {
      if (!others.includes(name) && closed.has(input[0])) calls.push(name)
      if (name === 'close') closed.add(input[0])
      const result = call.apply(backend, input)
      if (name === 'socket') closed.delete(result)
      return result
    }
  }
  return { backend: spy, calls }
}

describeEach('a socket that is closed while an argument is read', (real) => {
  const { backend, calls } = watched(real)
  const peer = { address: '127.0.0.1', port: 9 }
  const data = new Uint8Array(1)

  /** What is used once, and closes the socket when it is looked at. */
  const attempts: Readonly<Record<string, (socket: DatagramSocket, closing: <T>(value: T) => T) => unknown>> = {
    'setOption: a group': (socket, closing) =>
      socket.setOption('IP_ADD_MEMBERSHIP', {
        group: '239.1.2.3',
        get interface() {
          return closing('127.0.0.1')
        },
      }),
    'setOption: flags': (socket, closing) =>
      socket.setOption('SO_TIMESTAMPING', lazily(0, closing, ['SOFTWARE']) as never),
    connect: (socket, closing) => socket.connect(lazily('port', closing, peer)),
    pathMtu: (socket, closing) => socket.pathMtu(lazily('address', closing, peer)),
    joinGroup: (socket, closing) => socket.joinGroup('239.1.2.3', lazily('interface', closing, { interface: 1 })),
    leaveGroup: (socket, closing) => socket.leaveGroup('239.1.2.3', lazily('source', closing, { source: '1.2.3.4' })),
    'trySend: a destination': (socket, closing) => socket.trySend(data, lazily('port', closing, peer)),
    'trySend: an option': (socket, closing) => socket.trySend(data, peer, lazily('ecn', closing, { ecn: 1 })),
    'trySend: a source': (socket, closing) =>
      socket.trySend(data, peer, { from: lazily('address', closing, { address: '127.0.0.1', port: 0 }) }),
    'send: a destination': (socket, closing) => socket.send(data, lazily('address', closing, peer)),
    'send: an option': (socket, closing) => socket.send(data, peer, lazily('hopLimit', closing, { hopLimit: 1 })),
    'sendSegments: a destination': (socket, closing) => socket.sendSegments(data, 1, lazily('port', closing, peer)),
    'sendSegments: an option': (socket, closing) =>
      socket.sendSegments(data, 1, peer, lazily('trafficClass', closing, { trafficClass: 1 })),
    'sendMany: the list': (socket, closing) => socket.sendMany(lazily('length', closing, [{ data, to: peer }])),
    'sendMany: an element': (socket, closing) => socket.sendMany(lazily(0, closing, [{ data, to: peer }])),
    'sendMany: data': (socket, closing) => socket.sendMany([lazily('data', closing, { data, to: peer })]),
    'sendMany: a destination': (socket, closing) => socket.sendMany([{ data, to: lazily('port', closing, peer) }]),
    'sendMany: an option of the last': (socket, closing) =>
      socket.sendMany([{ data, to: peer, ecn: 1 }, lazily('ecn', closing, { data, to: peer, ecn: 1 })]),
    'receive: a time-out': (socket, closing) => socket.receive(lazily('timeout', closing, { timeout: 60_000 })),
  }

  for (const [title, attempt] of Object.entries(attempts)) {
    it(`answers EBADF and asks nothing of whose number it may be now (${title})`, async () => {
      const socket = DatagramSocket.bind('127.0.0.1:0', { backend })
      let closed = false
      const closing = <T>(value: T): T => {
        socket.close()
        closed = true
        return value
      }
      await expect((async () => attempt(socket, closing))()).rejects.toMatchObject({ code: 'EBADF' })
      expect(closed).toBe(true)
      expect(calls).toEqual([])
    })
  }

  it('does not wait for a datagram by options that it reads again', async () => {
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend })
    let reads = 0
    const options = {
      get timeout() {
        if (++reads > 1) socket.close()
        return 0
      },
    }
    await expect(socket.receive(options)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    expect(reads).toBe(1)
  })

  it.each(['bind', 'connect'] as const)('is not opened by %s once its signal was aborted', (how) => {
    const controller = new AbortController()
    const { signal } = controller
    const abort = <T>(value: T): T => {
      controller.abort()
      return value
    }
    const options = { backend, signal }
    const reason = expect.objectContaining({ name: 'AbortError' })
    const open = (address: object, more: object = {}) => DatagramSocket[how](address as never, { ...options, ...more })
    expect(() => open(lazily('port', abort, peer))).toThrow(reason)
    expect(() => DatagramSocket[how]('127.0.0.1:9', lazily('join', abort, { ...options, join: 1 }))).toThrow(reason)
    expect(calls).toEqual([])
  })
})

/** The same object, of which one property does something when it is read. */
function lazily<T extends object>(name: PropertyKey, read: <V>(value: V) => V, of: T): T {
  return new Proxy(of, {
    get: (target, property) => {
      const value = Reflect.get(target, property)
      return property === String(name) ? read(value) : value
    },
  })
}
