import type { Backend } from '@sendto/core'
import { expect, it } from 'vitest'
import { DatagramSocket } from '../../src/index.js'
import { describeEach } from '../backends.js'
import { bytes } from '../support.js'
import { watched } from './support.js'

const to = { address: '127.0.0.1', port: 9 }
const data = bytes('x')

/** Each wrong argument, with what its error has to say. */
const wrong: [what: unknown[], code: string, argument: string][] = [
  [['x', to], 'ERR_INVALID_ARG_TYPE', '"data"'],
  [[null, to], 'ERR_INVALID_ARG_TYPE', '"data"'],
  [[new Uint16Array(2), to], 'ERR_INVALID_ARG_TYPE', '"data"'],
  [[data, '127.0.0.1:9'], 'ERR_INVALID_ARG_TYPE', '"to"'],
  [[data, { address: '127.0.0.1', port: 65_536 }], 'ERR_OUT_OF_RANGE', '"to.port"'],
  [[data, { address: 'example.org', port: 9 }], 'ERR_INVALID_ARG_VALUE', '"to.address"'],
  [[data, to, 7], 'ERR_INVALID_ARG_TYPE', '"options"'],
  [[data, to, { ecn: 4 }], 'ERR_OUT_OF_RANGE', '"options.ecn"'],
  [[data, to, { trafficClass: 1.5 }], 'ERR_OUT_OF_RANGE', '"options.trafficClass"'],
  [[data, to, { hopLimit: '7' }], 'ERR_INVALID_ARG_TYPE', '"options.hopLimit"'],
  [[data, to, { hopLimit: 256 }], 'ERR_OUT_OF_RANGE', '"options.hopLimit"'],
  [[data, to, { from: '127.0.0.1' }], 'ERR_INVALID_ARG_TYPE', '"options.from"'],
  [[data, to, { from: { path: '/run/x' } }], 'ERR_INVALID_ARG_TYPE', '"options.from.address"'],
  [[data, to, { from: { address: 'x', port: 0 } }], 'ERR_INVALID_ARG_VALUE', '"options.from.address"'],
  [[data, to, { interface: -1 }], 'ERR_OUT_OF_RANGE', '"options.interface"'],
  [[data, to, { interface: {} }], 'ERR_INVALID_ARG_TYPE', '"options.interface"'],
]

describeEach('a wrong argument', (host) => {
  const error = (code: string, argument: string) =>
    expect.objectContaining({ code, message: expect.stringContaining(argument) })

  it('is refused by its name, before any call', async () => {
    const { backend, calls } = watched(host)
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend })
    for (const [[data, to, options], code, argument] of wrong) {
      const expected = error(code, argument)
      expect(() => socket.trySend(data as never, to as never, options as never)).toThrow(expected)
      expect(() => socket.sendSegments(data as never, 1, to as never, options as never)).toThrow(expected)
      await expect(socket.send(data as never, to as never, options as never)).rejects.toEqual(expected)
    }
    for (const size of [0, -1, 65_536, 1.5]) {
      expect(() => socket.sendSegments(data, size, to)).toThrow(error('ERR_OUT_OF_RANGE', '"segmentSize"'))
    }
    expect(calls.made).toEqual({ sendto: 0, sendmsg: 0, sendmmsg: 0 })
  })

  it('is refused by its place in a list, before any of the list has left', () => {
    const { backend, calls } = watched(host)
    using socket = DatagramSocket.bind('127.0.0.1:0', { backend })
    const good = { data, to }
    expect(() => socket.sendMany(good as never)).toThrow(error('ERR_INVALID_ARG_TYPE', '"datagrams"'))
    expect(() => socket.sendMany([good, null as never])).toThrow(error('ERR_INVALID_ARG_TYPE', '"datagrams[1]"'))
    for (const [[data, to, options], code, argument] of wrong) {
      if (typeof options === 'number') continue
      const place = argument.replace(/^"(options\.)?/, '"datagrams[1].')
      const datagram = { ...(options as object), data, to } as never
      expect(() => socket.sendMany([good, datagram])).toThrow(error(code, place))
    }
    const many = Array.from({ length: 2000 }, () => good)
    expect(() => socket.sendMany([...many, { data: 1 as never }])).toThrow(
      error('ERR_INVALID_ARG_TYPE', '"datagrams[2000].data"'),
    )
    expect(calls.made).toEqual({ sendto: 0, sendmsg: 0, sendmmsg: 0 })
  })

  it('is one of the Internet on a Unix socket', () => {
    using socket = DatagramSocket.bind('unix:', { backend: host })
    const to = { abstract: 'nobody' }
    expect(() => socket.trySend(data, to, { hopLimit: 3 })).toThrow(
      error('ERR_INVALID_ARG_VALUE', '"options.hopLimit"'),
    )
    expect(() => socket.sendMany([{ data, to, ecn: 1 }])).toThrow(error('ERR_INVALID_ARG_VALUE', '"datagrams[0].ecn"'))
  })

  it('is refused where the socket is opened', () => {
    const open = (options: object) => () => DatagramSocket.bind('127.0.0.1:0', { backend: host, ...options }).close()
    expect(open({ join: 0 })).toThrow(error('ERR_OUT_OF_RANGE', '"options.join"'))
    expect(open({ join: 'all' })).toThrow(error('ERR_INVALID_ARG_TYPE', '"options.join"'))
    expect(open({ sendQueue: 7 })).toThrow(error('ERR_INVALID_ARG_TYPE', '"options.sendQueue"'))
    expect(open({ sendQueue: { datagrams: 0 } })).toThrow(error('ERR_OUT_OF_RANGE', '"options.sendQueue.datagrams"'))
    expect(open({ sendQueue: { bytes: -1 } })).toThrow(error('ERR_OUT_OF_RANGE', '"options.sendQueue.bytes"'))
  })

  it('may close the socket whose options it leads to, which is asked for nothing after that', () => {
    let asked = 0
    const counting: Backend = {
      ...host,
      getsockopt: (...given) => {
        asked++
        return host.getsockopt(...given)
      },
    }
    const socket = DatagramSocket.bind('127.0.0.1:0', { backend: counting })
    const options = {
      get ecn() {
        socket.close()
        asked = 0
        return 1
      },
    }
    expect(() => socket.trySend(data, to, options)).toThrow(expect.objectContaining({ code: 'EBADF' }))
    expect(asked).toBe(0)
  })

  it('may run code that closes the socket, detaches data, changes it or sends', async () => {
    using receiver = DatagramSocket.bind('127.0.0.1:0', { backend: host })
    const { address, port } = receiver.localAddress as { address: string; port: number }
    const during = (then: () => void) => ({
      address,
      get port() {
        then()
        return port
      },
    })
    const own = (text: string) => Uint8Array.from(bytes(text))
    const closing = () => DatagramSocket.bind('127.0.0.1:0', { backend: host })
    const refusal = expect.objectContaining({ code: 'EBADF' })
    for (const send of ['trySend', 'sendMany', 'send', 'sendSegments'] as const) {
      const socket = closing()
      const to = during(() => socket.close())
      if (send === 'send') await expect(socket.send(data, to)).rejects.toEqual(refusal)
      else if (send === 'sendMany') expect(() => socket.sendMany([{ data, to }])).toThrow(refusal)
      else if (send === 'sendSegments') expect(() => socket.sendSegments(data, 1, to)).toThrow(refusal)
      else expect(() => socket.trySend(data, to)).toThrow(refusal)
    }
    using socket = closing()
    const detached = own('gone')
    const detaching = during(() => structuredClone(detached.buffer, { transfer: [detached.buffer] }))
    expect(() => socket.trySend(detached, detaching)).toThrow(error('ERR_INVALID_ARG_VALUE', '"data"'))
    const one = own('gone')
    const inList = during(() => structuredClone(one.buffer, { transfer: [one.buffer] }))
    const list = [
      { data: one, to: { address, port } },
      { data: own('x'), to: inList },
    ]
    expect(() => socket.sendMany(list)).toThrow(error('ERR_INVALID_ARG_VALUE', '"datagrams[0].data"'))
    const changed = own('old')
    expect(
      socket.trySend(
        changed,
        during(() => changed.set(bytes('new'))),
      ),
    ).toBe(true)
    const inner = [{ data: own('inner'), to: { address, port } }]
    const nested = during(() => expect(socket.sendMany(inner)).toEqual({ sent: 1, error: null }))
    const outer = [
      { data: own('outer 1'), to: { address, port } },
      { data: own('outer 2'), to: nested },
    ]
    expect(socket.sendMany(outer)).toEqual({ sent: 2, error: null })
    const seen: string[] = []
    while (seen.length < 4) seen.push(new TextDecoder().decode((await receiver.receive()).data))
    expect(seen).toEqual(['new', 'inner', 'outer 1', 'outer 2'])
  })
})
