import { type Restart, type ShardError, Statistic } from '@sendto/socket'
import { expect, it } from 'vitest'
import { describeEach } from '../backends.js'
import { Client, next, start, until } from './support.js'

const steer = { offset: 0, length: 4 }

describeEach('a shard whose worker', (backend) => {
  it.each([
    ['throws', 'throw', { exitCode: 1, cause: { message: 'as ordered' } }],
    ['ends', 'exit', { exitCode: 3, cause: null }],
    [
      'closes its socket',
      'close',
      { exitCode: 1, cause: { message: 'the socket of a shard was closed by its module' } },
    ],
  ] as const)('%s is served by another one, with its share', async (_, order, expected) => {
    await using servers = start(backend, 'answer.js', { steer })
    using client = new Client(backend, servers)
    for (const restarts of [0, 1]) {
      for (let id = 0; id < 9; id++) client.send(id)
      const answers = await client.answers(9)
      for (const { text, index } of answers) expect(index).toBe(text.charCodeAt(3) % 3)
      expect(answers.filter(({ index }) => index === 1).map((each) => each.restarts)).toEqual(Array(3).fill(restarts))
      expect(answers.filter(({ index }) => index !== 1).map((each) => each.restarts)).toEqual(Array(6).fill(0))
      if (restarts === 1) break
      const restart = next<Restart>(servers, 'restart')
      client.send(1, order)
      expect(await restart).toMatchObject({ index: 1, delay: 0, ...expected })
    }
  })

  it('dies loses nothing that is queued, and goes on counting', async () => {
    await using servers = start(backend, 'answer.js', { steer, restart: { delay: 1 } })
    using client = new Client(backend, servers)
    let sent = 0
    for (let round = 0; round < 3; round++) {
      const restart = next<Restart>(servers, 'restart')
      client.send(2, 'exit')
      await restart
      // There is no worker now.
      for (let i = 0; i < 40; i++) client.send(2 + 3 * i)
      const answers = await client.answers(40)
      expect(answers.map(({ text }) => text)).toEqual([...new Set(answers.map(({ text }) => text))])
      expect(answers.every(({ index, restarts }) => index === 2 && restarts === round + 1)).toBe(true)
      sent += 40
    }
    await until(() => servers.statisticsOf(2)[Statistic.datagramsSent] === sent)
    expect(servers.statistics[Statistic.datagramsSent]).toBe(sent)
  })

  it('dies at once is started later each time, and at last no more, while the others go on', async () => {
    const restart = { limit: 4, delay: 2, maxDelay: 5 }
    await using servers = start(backend, 'failing.js', { steer, data: 0, restart })
    const restarts: Restart[] = []
    servers.on('restart', (restart) => restarts.push(restart))
    const ready = expect(servers.ready()).rejects.toMatchObject({ name: 'ShardError', index: 0 })
    const error = await next<ShardError>(servers, 'error')
    expect(error).toMatchObject({ code: 'ERR_SHARD_FAILED', index: 0, cause: { message: 'never begins' } })
    expect(error.message).toBe('shard 0 died too often: never begins')
    expect(restarts.map(({ index, delay }) => [index, delay])).toEqual([0, 2, 4, 5].map((delay) => [0, delay]))
    await ready
    await expect(servers.ready()).rejects.toBe(error)
    using client = new Client(backend, servers)
    client.send(1)
    client.send(2)
    const indices = (await client.answers(2)).map(({ index }) => index)
    expect(indices.sort()).toEqual([1, 2])
  })

  it('lived long enough is started at once', async () => {
    await using servers = start(backend, 'answer.js', { steer, restart: { limit: 1, settled: 0 } })
    using client = new Client(backend, servers)
    for (let i = 0; i < 3; i++) {
      const restart = next<Restart>(servers, 'restart')
      client.send(0, 'exit')
      expect(await restart).toMatchObject({ index: 0, delay: 0 })
    }
  })

  it('finds no function in its module dies of that', async () => {
    await using servers = start(backend, 'nothing.js', { workers: 1, restart: { limit: 0 } })
    const { message } = await next<ShardError>(servers, 'error')
    expect(message).toMatch(/^shard 0 died too often: .*nothing\.js has no function as its default export$/)
  })

  it('dies has the same flows again', async () => {
    await using servers = start(backend, 'answer.js', { workers: 4 })
    const clients = Array.from({ length: 6 }, () => new Client(backend, servers))
    const ask = () =>
      Promise.all(
        clients.map((client) => {
          client.send(0)
          return client.answer()
        }),
      )
    const before = (await ask()).map(({ index }) => index)
    const restart = next<Restart>(servers, 'restart')
    clients[0]?.send(0, 'exit')
    expect((await restart).index).toBe(before[0])
    expect((await ask()).map(({ index }) => index)).toEqual(before)
    for (const client of clients) client[Symbol.dispose]()
  })

  it('dies tells once of what the kernel dropped', async () => {
    const options = { info: { dropped: true }, options: { SO_RCVBUF: 4096 } }
    await using servers = start(backend, 'answer.js', { workers: 1, options })
    using client = new Client(backend, servers)
    const die = async () => {
      const restart = next<Restart>(servers, 'restart')
      client.send(0, 'exit')
      await restart
    }
    const dropped = () => servers.statistics[Statistic.dropped]
    /** How many answers come before that to a datagram that comes after all others. */
    const answersBefore = async (id: number) => {
      const first = await client.answer()
      client.send(id)
      for (let count = 0, { text } = first; ; { text } = await client.answer()) {
        if (text === String.fromCharCode(0, 0, 0, id)) return count
        count++
      }
    }
    await die()
    // More than there is room for while there is no worker.
    for (let i = 0; i < 100; i++) client.send(0)
    const lost = 100 - (await answersBefore(1))
    await until(() => dropped() === lost)
    await die()
    client.send(2)
    await answersBefore(3)
    expect(dropped()).toBe(lost)
    expect(lost).toBeGreaterThan(0)
  })
})
