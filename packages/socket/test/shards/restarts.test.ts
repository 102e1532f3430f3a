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
})
