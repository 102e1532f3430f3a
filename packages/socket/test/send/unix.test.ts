import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Backend, createSyscalls, type UnixAddressInit } from '@sendto/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DatagramSocket } from '../../src/index.js'
import { describeEach } from '../backends.js'
import { bytes, turns } from '../support.js'
import { failure, texts, watched } from './support.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sendto-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let names = 0
const path = () => join(folder, String(names++))

/** Sends until the peer has no room, and says how many datagrams it took. */
function fill(sender: DatagramSocket, to: UnixAddressInit | null): number {
  let sent = 0
  while (sender.trySend(bytes(`fill ${sent}`), to)) sent++
  return sent
}

const filling = (count: number) => Array.from({ length: count }, (_, i) => `fill ${i}`)

describeEach('a Unix socket that sends', (host) => {
  const open = (options = {}, backend: Backend = host) => {
    const to = { path: path() }
    return { socket: DatagramSocket.bind(to, { backend, ...options }), to }
  }

  it('keeps a queue for a full peer, which holds up nobody else and loses nothing', async () => {
    const { backend, calls } = watched(host)
    const { socket: sender } = open({}, backend)
    const { socket: full, to: toFull } = open()
    const { socket: other, to: toOther } = open()
    const taken = fill(sender, toFull)
    const waiting = Array.from({ length: 20 }, (_, i) => sender.send(bytes(`wait ${i}`), toFull))
    const passing = Array.from({ length: 5 }, (_, i) => sender.send(bytes(`pass ${i}`), toOther))
    await Promise.all(passing)
    expect(await texts(other, 5)).toEqual(Array.from({ length: 5 }, (_, i) => `pass ${i}`))
    expect(sender.queuedDatagrams).toBe(20)
    expect(sender.trySend(bytes('no'), toFull)).toBe(false)
    expect(sender.trySend(bytes('yes'), toOther)).toBe(true)
    const many = [toOther, toFull, toOther].map((to) => ({ data: bytes('many'), to }))
    expect(sender.sendMany(many)).toEqual({ sent: 1, error: null })
    expect(await texts(other, 2)).toEqual(['yes', 'many'])

    const made = () => calls.made.sendto + calls.made.sendmmsg
    const before = made()
    await turns(200)
    expect(made()).toBe(before)

    const drain = once(sender, 'drain')
    const expected = [...filling(taken), ...Array.from({ length: 20 }, (_, i) => `wait ${i}`)]
    expect(await texts(full, taken + 20)).toEqual(expected)
    await Promise.all(waiting)
    await drain
    // One attempt for each time that there was room, and no more.
    expect(made() - before).toBeLessThan(60)
    expect(sender.queuedDatagrams).toBe(0)
    for (const socket of [sender, full, other]) socket.close()
  })

  it('tells of room to who only tried', async () => {
    const { socket: sender } = open()
    const { socket: full, to } = open()
    const taken = fill(sender, to)
    const drain = once(sender, 'drain')
    const drained = sender.drained()
    expect(await texts(full, taken)).toEqual(filling(taken))
    await drain
    await drained
    expect(sender.trySend(bytes('again'), to)).toBe(true)
    for (const socket of [sender, full]) socket.close()
  })

  it('waits for the peer that it is connected to by itself', async () => {
    const { backend, calls } = watched(host)
    const { socket: full, to } = open()
    using sender = DatagramSocket.connect(to, { backend })
    const taken = fill(sender, null)
    const waiting = ['a', 'b', 'c'].map((data) => sender.send(bytes(data)))
    await turns(5)
    const before = calls.made.sendmmsg
    await turns(100)
    expect(calls.made.sendmmsg).toBe(before)
    expect(await texts(full, taken + 3)).toEqual([...filling(taken), 'a', 'b', 'c'])
    await Promise.all(waiting)
    full.close()
  })

  it('waits by the clock for a peer that nobody else can be connected to', async () => {
    const { backend, calls } = watched(host)
    const hindered: Backend = { ...backend, connect: () => failure(host, 'EPERM') }
    const { socket: sender } = open({}, hindered)
    const { socket: full, to } = open()
    const taken = fill(sender, to)
    const waiting = sender.send(bytes('last'), to)
    await turns(200)
    const made = calls.made.sendto
    expect(made - taken).toBeLessThan(50)
    expect(await texts(full, taken + 1)).toEqual([...filling(taken), 'last'])
    await waiting
    for (const socket of [sender, full]) socket.close()
  })

  it('brings any sequence of sends to several peers with little room, complete and in order', async () => {
    const { socket: sender } = open()
    const peers = Array.from({ length: 3 }, () => open())
    const sends = fc.array(fc.record({ peer: fc.nat({ max: 2 }), turns: fc.boolean() }), { maxLength: 120 })
    try {
      await fc.assert(
        fc.asyncProperty(sends, async (sends) => {
          const sent: Promise<void>[] = []
          const expected: string[][] = peers.map(() => [])
          for (const [index, { peer, turns: turning }] of sends.entries()) {
            const { to } = peers[peer] as (typeof peers)[number]
            sent.push(sender.send(bytes(String(index)), to))
            expected[peer]?.push(String(index))
            if (turning) await turns(1)
          }
          const seen = await Promise.all(peers.map(({ socket }, at) => texts(socket, expected[at]?.length ?? 0)))
          await Promise.all(sent)
          expect(seen).toEqual(expected)
          expect(sender.queuedDatagrams).toBe(0)
        }),
        { numRuns: 30 },
      )
    } finally {
      for (const { socket } of [...peers, { socket: sender }]) socket.close()
    }
  })

  it('rejects what waits for a peer that goes away, each datagram with the reason', async () => {
    const { socket: sender } = open()
    const { socket: full, to } = open()
    fill(sender, to)
    const waiting = ['a', 'b'].map((data) => sender.send(bytes(data), to))
    await turns(3)
    full.close()
    const outcomes = await Promise.allSettled(waiting)
    const codes = outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason.code)
    expect(codes.every((code) => code === 'ECONNREFUSED' || code === 'ENOENT')).toBe(true)
    sender.close()
  })

  it('gives up what waits for a full peer when it is closed, with all that it has opened', async () => {
    const sys = createSyscalls(host)
    const { constants } = host.platform
    const probe = () => {
      const fd = sys.socket(constants.AF_UNIX, constants.SOCK_DGRAM)
      sys.close(fd)
      return fd
    }
    const { socket: full, to } = open()
    const { socket: sender } = open()
    const free = sender.fd
    fill(sender, to)
    const waiting = sender.send(bytes('lost'), to)
    await turns(3)
    expect(probe()).toBeGreaterThan(free)
    sender.close()
    await expect(waiting).rejects.toMatchObject({ code: 'ECANCELED' })
    expect(probe()).toBe(free)
    full.close()
  })

  describe('to abstract names', () => {
    it('carries datagrams longer than UDP has, and empty ones', async () => {
      const name = { abstract: `sendto ${process.pid} ${host.name}` }
      using receiver = DatagramSocket.bind(name, { backend: host })
      using sender = DatagramSocket.bind({ family: 'unix' }, { backend: host })
      const long = 'x'.repeat(100_000)
      await Promise.all([long, '', 'a'].map((data) => sender.send(bytes(data), name)))
      expect(await texts(receiver, 3)).toEqual([long, '', 'a'])
    })
  })
})
