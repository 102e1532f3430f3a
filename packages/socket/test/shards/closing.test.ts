import { type ShardError, Statistic } from '@sendto/socket'
import { expect, it } from 'vitest'
import { describeEach } from '../backends.js'
import { openDescriptors, threads } from './counting.js'
import { Client, next, start, until } from './support.js'

const steer = { offset: 0, length: 4 }
const notes = () => new Int32Array(new SharedArrayBuffer(4 * 3))

describeEach('shards that are closed', (backend) => {
  it('leave no descriptor and no thread', async () => {
    const once = async () => {
      const servers = start(backend, 'answer.js', { steer })
      using client = new Client(backend, servers)
      for (let id = 0; id < 3; id++) client.send(id)
      await client.answers(3)
      await servers.close()
    }
    // What the process opens once and keeps.
    await once()
    const [descriptors, others] = [openDescriptors(), threads().length]
    await once()
    expect(openDescriptors()).toEqual(descriptors)
    // A thread that has been joined is listed for a moment yet.
    await until(() => threads().length === others)
  })

  it('leave none either if a worker dies, or was never started', async () => {
    const descriptors = openDescriptors()
    const early = start(backend, 'answer.js')
    const ready = expect(early.ready()).rejects.toMatchObject({ code: 'ECANCELED' })
    await early.close()
    await ready
    const failing = start(backend, 'failing.js', { data: 1, restart: { limit: 0 } })
    await next(failing, 'error')
    await failing.close()
    expect(openDescriptors()).toEqual(descriptors)
  })

  it('have each module end what it does, with its socket open until it was told', async () => {
    const data = { notes: notes() }
    const servers = start(backend, 'ending.js', { data, steer })
    using client = new Client(backend, servers)
    await servers.ready()
    for (let id = 0; id < 3; id++) client.send(id)
    await until(() => data.notes.every((note) => note === 4))
    const closed = next(servers, 'close')
    const both = [servers.close(), servers.close(), servers[Symbol.asyncDispose]()]
    expect(both[0]).toBe(both[1])
    await Promise.all(both)
    await closed
    expect([...data.notes]).toEqual([10, 10, 10])
    await expect(servers.ready()).rejects.toMatchObject({ code: 'ECANCELED' })
  })

  it('do not mind that somebody waited for a datagram, or heard of the signal', async () => {
    const waiting = start(backend, 'waiting.js')
    await waiting.ready()
    await waiting.close()
    const ending = start(backend, 'ending.js', { data: { notes: notes(), last: 'abort' } })
    await ending.ready()
    await ending.close()
  })

  it('tell of what a module threw meanwhile, and are closed nevertheless', async () => {
    const before = openDescriptors()
    const servers = start(backend, 'ending.js', { data: { notes: notes(), last: 'throw' } })
    await servers.ready()
    const error = (await servers.close().catch((error) => error)) as ShardError
    expect(error).toMatchObject({ name: 'ShardError', index: 0, cause: { message: 'at last' } })
    expect(openDescriptors()).toEqual(before)
  })

  it.each([
    ['waits for ever', 'ending.js', { data: { notes: notes(), last: 'never' } }],
    ['never comes back', 'answer.js', {}],
  ])('terminate a worker that %s', async (_, module, init) => {
    const before = openDescriptors()
    const servers = start(backend, module, { ...init, closeTimeout: 20, workers: 1 })
    await servers.ready()
    using client = new Client(backend, servers)
    client.send(0, 'hang')
    await until(() => servers.statistics[Statistic.datagramsReceived] === 1)
    await servers.close()
    client[Symbol.dispose]()
    expect(openDescriptors()).toEqual(before)
  })

  it('are closed by an abort', async () => {
    const controller = new AbortController()
    const servers = start(backend, 'answer.js', { signal: controller.signal })
    const closed = next(servers, 'close')
    await servers.ready()
    controller.abort()
    await closed
  })

  it('are never opened after an abort', () => {
    const before = openDescriptors()
    expect(() => start(backend, 'answer.js', { signal: AbortSignal.abort(new Error('too late')) })).toThrow('too late')
    expect(openDescriptors()).toEqual(before)
  })

  it('leave nothing open when they cannot be made', async () => {
    const before = openDescriptors()
    expect(() => start(backend, 'answer.js', { data: () => {} })).toThrow('could not be cloned')
    expect(() => start(backend, 'answer.js', { address: '192.0.2.1:0' })).toThrow('EADDRNOTAVAIL')
    expect(() => start(backend, 'answer.js', { options: { options: { SO_RCVBUF: -1.5 } } })).toThrow('value')
    expect(openDescriptors()).toEqual(before)
  })
})
