import { createSyscalls } from '@sendto/core'
import { Statistic, shardOf } from '@sendto/socket'
import { expect, it } from 'vitest'
import { describeEach } from '../backends.js'
import { Client, moduleOf, start, until } from './support.js'

const byId = { offset: 0, length: 4 }

describeEach('shards', (backend) => {
  it('receive each datagram once, all of one sender by the same shard, and count them together', async () => {
    await using servers = start(backend, 'answer.js', { workers: 4 })
    const clients = Array.from({ length: 8 }, () => new Client(backend, servers))
    for (let id = 0; id < 25; id++) for (const client of clients) client.send(id)
    const seen: number[] = []
    for (const client of clients) {
      const answers = await client.answers(25)
      expect(new Set(answers.map(({ text }) => text)).size).toBe(25)
      expect(new Set(answers.map(({ index }) => index)).size).toBe(1)
      seen.push(answers[0]?.index ?? -1)
    }
    await until(() => servers.statistics[Statistic.datagramsSent] === 200)
    expect(servers.statistics[Statistic.datagramsReceived]).toBe(200)
    for (let index = 0; index < 4; index++) {
      const own = 25 * seen.filter((each) => each === index).length
      expect(servers.statisticsOf(index)[Statistic.datagramsReceived]).toBe(own)
    }
    for (const client of clients) client[Symbol.dispose]()
  })

  it('receive by a connection id, whoever sends it', async () => {
    await using servers = start(backend, 'answer.js', { steer: byId })
    for (let round = 0; round < 3; round++) {
      using client = new Client(backend, servers)
      for (let id = 1000; id < 1020; id++) client.send(id)
      for (const { text, index } of await client.answers(20)) {
        expect(index).toBe(shardOf(Buffer.from(text, 'latin1'), 3))
      }
    }
  })

  it('are told which of them they are, where they receive and what they were given', async () => {
    const data = { words: ['a', 'b'] }
    await using servers = start(backend, 'answer.js', { steer: byId, data })
    using client = new Client(backend, servers)
    data.words.push('too late')
    client.send(2)
    const { port } = servers.address
    expect(await client.answer()).toMatchObject({
      index: 2,
      restarts: 0,
      workers: 3,
      port,
      data: { words: ['a', 'b'] },
    })
  })

  it('receive what came before they ran', async () => {
    await using servers = start(backend, 'answer.js', { steer: byId })
    using client = new Client(backend, servers)
    for (let id = 0; id < 30; id++) client.send(id)
    expect((await client.answers(30)).map(({ index }) => index).sort()).toEqual(
      [0, 1, 2].flatMap((i) => Array(10).fill(i)),
    )
    await servers.ready()
  })

  it('are modules of CommonJS too, by path too', async () => {
    for (const [name, byPath] of [
      ['common.cjs', false],
      ['transpiled.cjs', true],
    ] as const) {
      const module = moduleOf(name)
      await using servers = start(backend, byPath ? module.pathname : module.href, { workers: 1 })
      using client = new Client(backend, servers)
      client.send(0)
      expect(await client.answer()).toEqual({ index: 0 })
    }
  })

  it('have IPv6 addresses too', async () => {
    await using servers = start(backend, 'answer.js', { address: '[::]:0', options: { ipv6Only: false }, steer: byId })
    expect(servers.address).toMatchObject({ family: 'IPv6', address: '::' })
    using client = new Client(backend, {
      address: { ...servers.address, family: 'IPv4', address: '127.0.0.1' },
    } as never)
    client.send(1)
    expect(await client.answer()).toMatchObject({ index: 1 })
  })

  it('tell what was asked for, also of what came before they ran', async () => {
    await using servers = start(backend, 'telling.js', { options: { info: { to: true } }, workers: 2 })
    using client = new Client(backend, servers)
    // The kernel notes the interface when a datagram comes, and only if it is to be told.
    client.send(0)
    const loopback = createSyscalls(backend).if_nametoindex('lo')
    expect(await client.answer()).toEqual({ to: String(servers.address), interface: loopback })
  })
})
