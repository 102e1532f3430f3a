import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { DatagramSocket } from 'sendto'
import { expect, it, onTestFinished } from 'vitest'
import { createSocket } from '../../src/index.js'
import { counted, describeEachBackend, freePath, isThere, open, turns } from './support.js'

const hello = Buffer.from('hello')

describeEachBackend('Unix datagrams', (backend) => {
  it('calls back and emits before a method returns, and tells of data and sender', async () => {
    const [path, own] = [freePath('server'), freePath('client')]
    const said: unknown[] = []
    const server = open(backend)
    server.on('listening', () => said.push('listening'))
    server.bind(path)
    const client = open(backend)
    client.bind(own)
    client.on('connect', () => said.push('connect'))
    client.connect(path)
    client.send(hello, (error) => said.push(error))
    expect(said).toEqual(['listening', 'connect', undefined])
    const [data, from] = await once(server, 'message')
    expect(data).toEqual(hello)
    expect(Buffer.isBuffer(data)).toBe(true)
    expect(from).toEqual({ size: 5, path: own, address: {} })
    expect([server.address(), client.address()]).toEqual([{ path }, { path: own }])
  })

  it('sends parts of a buffer to a path, empty ones too, of a socket without a name', async () => {
    const path = freePath()
    const got: unknown[] = []
    const server = createSocket({ type: 'unix_dgram', backend }, (data, { path }) => got.push([String(data), path]))
    onTestFinished(() => server.close())
    server.bind(path)
    const client = open(backend)
    client.send(hello, 1, 3, path)
    client.sendto(hello, 5, 0, path)
    client.send_to(hello, 0, 5, path, () => {})
    while (got.length < 3) await once(server, 'message')
    expect(got).toEqual([
      ['ell', null],
      ['', null],
      ['hello', null],
    ])
    client.connect(path)
    client.send(hello, 0, 2, () => {})
    client.send(hello, 2, 3, path)
    while (got.length < 5) await once(server, 'message')
    expect(got.slice(3)).toEqual([
      ['he', null],
      ['llo', null],
    ])
  })

  it('carries datagrams of more than 64 KiB, whole', async () => {
    const path = freePath()
    const [server, client] = [open(backend), open(backend)]
    server.bind(path)
    const data = Buffer.alloc(100_000, 'abc')
    client.send(data, 0, data.length, path)
    const [got] = await once(server, 'message')
    expect(got.equals(data)).toBe(true)
  })

  it('lets ticks run between two datagrams that came together', async () => {
    const path = freePath()
    const [server, client] = [open(backend), open(backend)]
    const said: unknown[] = []
    server.bind(path)
    for (let i = 0; i < 3; i++) client.send(Buffer.from([i]), 0, 1, path)
    server.on('message', (data) => {
      said.push(data[0])
      process.nextTick(() => said.push('tick'))
    })
    while (said.length < 6) await turns(1)
    expect(said).toEqual([0, 'tick', 1, 'tick', 2, 'tick'])
  })

  it.skipIf(process.platform !== 'linux')('has abstract names behind a NUL, and takes @ for a character', async () => {
    const name = `\0sendto-${process.pid}-${backend}\0x`
    const [server, client, other] = [open(backend), open(backend), open(backend)]
    server.bind(name)
    client.bind(`${name}-client`)
    client.send(hello, 0, 5, name)
    const [, from] = await once(server, 'message')
    expect(from.path).toBe(`${name}-client`)
    expect(server.address()).toEqual({ path: name })
    const path = freePath('@name')
    other.bind(path)
    expect(isThere(path)).toBe(true)
  })

  it('has errors with a string code, a negative number and the call', () => {
    const path = freePath()
    const socket = open(backend)
    const errors: unknown[] = []
    const take = (error: unknown) => errors.push(error)
    socket.on('error', take)
    socket.send(hello, 0, 5, path)
    socket.send(hello, 0, 5, path, take)
    socket.send(hello, take)
    socket.connect(path)
    socket.bind('x'.repeat(200))
    writeFileSync(path, '')
    socket.bind(path)
    socket.connect(path)
    expect(errors).toMatchObject([
      { code: 'ENOENT', errno: -2, syscall: 'send', address: path },
      { code: 'ENOENT', errno: -2, syscall: 'send', address: path },
      { code: 'ENOTCONN', syscall: 'send' },
      { code: 'ENOENT', errno: -2, syscall: 'connect', address: path },
      { code: 'ENAMETOOLONG', syscall: 'bind' },
      { code: 'EADDRINUSE', errno: -98, syscall: 'bind', address: path },
      { code: 'ECONNREFUSED', errno: -111, syscall: 'connect' },
    ])
    expect(socket.connected).toBe(false)
    socket.removeListener('error', take)
    expect(() => socket.connect(freePath())).toThrow(/ENOENT/)
  })

  it('refuses arguments that could not be meant, and sends nothing', () => {
    const socket = open(backend)
    const send = socket.send.bind(socket) as (...args: unknown[]) => void
    for (const [args, code] of [
      [['text'], 'ERR_INVALID_ARG_TYPE'],
      [[hello, 0, 6, '/x'], 'ERR_OUT_OF_RANGE'],
      [[hello, -1, 1, '/x'], 'ERR_OUT_OF_RANGE'],
      [[hello, 1, 5, '/x'], 'ERR_OUT_OF_RANGE'],
      [[hello, 0.5, 1, '/x'], 'ERR_OUT_OF_RANGE'],
      [[hello, 0, '1', '/x'], 'ERR_INVALID_ARG_TYPE'],
      [[hello, 0, 1, 80], 'ERR_INVALID_ARG_TYPE'],
    ] as const) {
      expect(() => send(...args)).toThrow(expect.objectContaining({ code }))
    }
    expect(() => socket.bind(undefined as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }))
  })

  it('waits for a full peer without turning the loop, while another has room, and tells when there is room', async () => {
    const [path, other] = [freePath(), freePath()]
    const peer = DatagramSocket.bind({ path }, { backend })
    onTestFinished(() => peer.close())
    const healthy = open(backend)
    healthy.bind(other)
    for (const connects of [false, true]) {
      const { backend: watched, count } = counted(backend)
      const socket = open(watched)
      if (connects) socket.connect(path)
      const errors: { code?: string }[] = []
      const take = (error?: Error) => error && errors.push(error as { code?: string })
      let sent = 0
      for (; errors.length === 0; sent++) {
        if (connects) socket.send(hello, take)
        else socket.send(hello, 0, 5, path, take)
      }
      expect(errors).toMatchObject([{ code: 'EAGAIN', errno: -11, syscall: 'send' }])
      await turns(2)
      count.calls = 0
      count.told = 0
      await turns(100)
      expect(count).toEqual({ calls: 0, told: 0 })
      const arrived = once(healthy, 'message')
      socket.send(hello, 0, 5, other)
      await arrived
      const writable = once(socket, 'writable')
      for (let i = 1; i < sent; i++) await peer.receive()
      await writable
      if (connects) socket.send(hello)
      else socket.send(hello, 0, 5, path)
      await peer.receive()
    }
  })

  it('tells of congestion where nobody is called back, with what has not left', async () => {
    const path = freePath()
    const peer = DatagramSocket.bind({ path }, { backend })
    onTestFinished(() => peer.close())
    const socket = open(backend)
    socket.connect(path)
    const refused: unknown[] = []
    socket.on('congestion', (data) => refused.push(data))
    while (refused.length === 0) socket.send(hello)
    expect(refused).toEqual([hello])
    const stranger = open(backend)
    const errors: unknown[] = []
    stranger.on('error', (error) => errors.push(error))
    stranger.send(hello, 0, 5, path)
    expect(errors).toMatchObject([{ code: 'EAGAIN', address: path }])
  })

  it('leaves the path behind, or removes it if it was told to and has made it', () => {
    const [left, removed, taken] = [freePath(), freePath(), freePath()]
    const first = open(backend)
    first.bind(left)
    first.close()
    expect(isThere(left)).toBe(true)
    const second = open(backend, true)
    second.bind(removed)
    second.close()
    expect(isThere(removed)).toBe(false)
    writeFileSync(taken, '')
    const third = open(backend, true)
    third.on('error', () => {})
    third.bind(taken)
    third.close()
    expect(isThere(taken)).toBe(true)
  })

  it('leaves a path that another socket has taken over', async () => {
    const path = freePath()
    const { renameSync } = await import('node:fs')
    const [old, young] = [open(backend, true), open(backend)]
    old.bind(path)
    young.bind(`${path}.new`)
    renameSync(`${path}.new`, path)
    old.close()
    expect(isThere(path)).toBe(true)
  })

  it('tells once that it is closed, also where the program tells it itself, and does nothing more', async () => {
    const socket = open(backend)
    let told = 0
    socket.on('close', () => told++)
    socket.close()
    expect([told, socket.fd]).toEqual([0, -1])
    socket.close()
    await turns(1)
    expect(told).toBe(1)
    const other = open(backend)
    other.on('close', () => told++)
    other.close()
    other.emit('close')
    await turns(1)
    expect(told).toBe(2)
    const errors: unknown[] = []
    other.on('error', (error) => errors.push(error))
    other.send(hello, 0, 5, '/x')
    other.bind('/x')
    other.connect('/x')
    expect(errors).toMatchObject([{ code: 'EBADF' }, { code: 'EBADF' }, { code: 'EBADF' }])
  })

  it('closes in a handler, and tells nothing of what came behind it', async () => {
    const path = freePath()
    const server = open(backend)
    server.bind(path)
    const client = open(backend)
    for (let i = 0; i < 5; i++) client.send(Buffer.from([i]), 0, 1, path)
    const got: number[] = []
    const done = new Promise<void>((resolve) => {
      server.on('message', (data) => {
        got.push(data[0] as number)
        if (got.length === 3) {
          server.close()
          resolve()
        }
      })
    })
    await done
    await turns(3)
    expect(got).toEqual([0, 1, 2])
  })
})
