import { createSyscalls } from '@sendto/core'
import { expect, it } from 'vitest'
import { DatagramSocket, Statistic } from '../../src/index.js'
import { describeEach } from '../backends.js'
import { bytes, inetAddress } from '../support.js'
import { failure, messages, roomy, texts, watched } from './support.js'

describeEach('data sent as segments', (host) => {
  const open = (options = {}) => DatagramSocket.bind('127.0.0.1:0', { backend: host, ...options })
  const cuts = host.capabilities.maxSegments > 1

  it('arrives as datagrams of one size, the last of which may be shorter', async () => {
    using sender = open()
    using receiver = roomy('127.0.0.1:0', { backend: host })
    const to = inetAddress(receiver)
    expect(sender.sendSegments(bytes('abcdefg'), 3, to)).toEqual({ sent: 3, error: null })
    expect(sender.sendSegments(bytes('abc'), 3, to)).toEqual({ sent: 1, error: null })
    expect(sender.sendSegments(bytes('abc'), 65_535, to)).toEqual({ sent: 1, error: null })
    expect(sender.sendSegments(bytes(''), 3, to)).toEqual({ sent: 1, error: null })
    expect(await texts(receiver, 6)).toEqual(['abc', 'def', 'g', 'abc', 'abc', ''])
    expect(sender.statistics[Statistic.datagramsSent]).toBe(6)
    expect(sender.statistics[Statistic.bytesSent]).toBe(13)
  })

  it.skipIf(!cuts)('leaves as few messages', () => {
    const sys = createSyscalls(host)
    const { AF_INET, SOCK_DGRAM } = host.platform.constants
    const fd = sys.socket(AF_INET, SOCK_DGRAM)
    try {
      sys.bind(fd, { address: '127.0.0.1', port: 0 })
      sys.setOption(fd, 'UDP_GRO', true)
      sys.setOption(fd, 'SO_RCVBUF', 2 ** 22)
      using sender = open({ join: 1 })
      const to = sys.getsockname(fd)
      const most = Math.min(host.capabilities.maxSegments, Math.floor(65_473 / 1000))
      expect(sender.sendSegments(new Uint8Array(100_500), 1000, to)).toEqual({ sent: 101, error: null })
      const size = most * 1000
      expect(messages(sys, fd)).toEqual([
        { size, segmentSize: 1000 },
        { size: 100_500 - size, segmentSize: 1000 },
      ])
    } finally {
      sys.close(fd)
    }
  })

  it.skipIf(!cuts).each(['EIO', 'EINVAL', 'EMSGSIZE'])('leaves one by one where a path answers %s', async (code) => {
    const { backend, calls } = watched(host)
    using sender = open({ backend })
    using receiver = roomy('127.0.0.1:0', { backend: host })
    calls.answer = (call) => (call === 0 ? failure(host, code) : undefined)
    const to = inetAddress(receiver)
    expect(sender.sendSegments(bytes('abcde'), 2, to)).toEqual({ sent: 3, error: null })
    const first = calls.made.sendmsg + calls.made.sendmmsg
    expect(sender.sendSegments(bytes('fghij'), 2, to)).toEqual({ sent: 3, error: null })
    expect(calls.made.sendmsg + calls.made.sendmmsg).toBe(first + 1)
    expect(await texts(receiver, 6)).toEqual(['ab', 'cd', 'e', 'fg', 'hi', 'j'])
  })

  it('is told as many datagrams as have left where there is no more room', async () => {
    const { backend, calls } = watched({ ...host, capabilities: { ...host.capabilities, maxSegments: 1 } })
    using sender = open({ backend })
    using receiver = roomy('127.0.0.1:0', { backend: host })
    const to = inetAddress(receiver)
    calls.answer = (call) => (call === 0 ? 2 : call === 1 ? failure(host, 'EAGAIN') : undefined)
    expect(sender.sendSegments(bytes('abcd'), 1, to)).toEqual({ sent: 2, error: null })
    await sender.drained()
    calls.answer = () => failure(host, 'EPERM')
    const { sent, error } = sender.sendSegments(bytes('cd'), 1, to)
    expect([sent, error?.code]).toEqual([0, 'EPERM'])
    calls.answer = () => undefined
    expect(await texts(receiver, 2)).toEqual(['a', 'b'])
  })

  it.skipIf(!cuts)('is cut without a message that the whole does not fit', async () => {
    using sender = open()
    using receiver = roomy('127.0.0.1:0', { backend: host })
    const data = new Uint8Array(131_072).map((_, index) => index >> 8)
    const to = inetAddress(receiver)
    expect(sender.sendSegments(data, 40_000, to)).toEqual({ sent: 4, error: null })
    const seen = await texts(receiver, 4)
    expect(Buffer.from(seen.join(''), 'latin1').equals(data)).toBe(true)
  })

  it('lies in a part of a view, of any subclass', async () => {
    class Sly extends Uint8Array {
      override get byteLength() {
        return 3
      }
      override subarray(): never {
        throw new Error('nobody asks')
      }
    }
    using sender = open()
    using receiver = open()
    const whole = Sly.from(bytes('..abcdef.'))
    const part = new Sly(whole.buffer, 2, 6)
    expect(sender.sendSegments(part, 2, inetAddress(receiver))).toEqual({ sent: 3, error: null })
    expect(await texts(receiver, 3)).toEqual(['ab', 'cd', 'ef'])
  })
})
