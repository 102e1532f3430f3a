import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { bpf } from '@sendto/core'
import { type ShardsInit, shardOf, shards } from '@sendto/socket'
import { describe, expect, it } from 'vitest'
import { describeEach } from '../backends.js'
import { openSockets } from './counting.js'
import { Client, moduleOf, start } from './support.js'

const good: ShardsInit = { address: '127.0.0.1:0', backend: '@sendto/napi', workers: 1 }
const type = 'ERR_INVALID_ARG_TYPE'
const range = 'ERR_OUT_OF_RANGE'
const value = 'ERR_INVALID_ARG_VALUE'

const bad: readonly (readonly [init: object, argument: string, code: string])[] = [
  [{ workers: 0 }, 'workers', range],
  [{ workers: 1025 }, 'workers', range],
  [{ workers: 1.5 }, 'workers', range],
  [{ workers: '2' }, 'workers', type],
  [{ address: undefined }, 'address', type],
  [{ address: 'unix:/run/x' }, 'address', value],
  [{ address: { path: '/run/x' } }, 'address', value],
  [{ address: { address: '127.0.0.1', port: 65_536 } }, 'address.port', range],
  [{ backend: undefined }, 'backend', type],
  [{ backend: 'https://example.org/x.js' }, 'backend', value],
  [{ backend: './backend.js' }, 'backend', value],
  [{ backend: moduleOf('answer.js') }, 'backend', value],
  [{ steer: 'round robin' }, 'steer', type],
  [{ steer: null }, 'steer', type],
  [{ steer: {} }, 'steer.offset', type],
  [{ steer: { offset: -1, length: 4 } }, 'steer.offset', range],
  [{ steer: { offset: 0, length: 0 } }, 'steer.length', range],
  [{ steer: { offset: 0, length: 65 } }, 'steer.length', range],
  [{ steer: { program: [] } }, 'steer.program', value],
  [{ steer: { program: 'ret' } }, 'steer.program', type],
  [{ steer: { program: [bpf.ldi(1)] } }, 'steer.program[0]', value],
  [{ options: null }, 'options', type],
  [{ options: { receiveQueue: 0 } }, 'options.receiveQueue', range],
  [{ options: { signal: AbortSignal.abort() } }, 'options.signal', value],
  [{ options: { protocol: 'udp' } }, 'options.protocol', value],
  [{ options: { reusePort: 1 } }, 'options.reusePort', type],
  [{ options: { reusePort: true }, steer: 'cpu' }, 'options.reusePort', value],
  [{ restart: 3 }, 'restart', type],
  [{ restart: { limit: -1 } }, 'restart.limit', range],
  [{ restart: { delay: Number.NaN } }, 'restart.delay', range],
  [{ closeTimeout: 2 ** 31 }, 'closeTimeout', range],
  [{ signal: {} }, 'signal', type],
]

describe('arguments of shards', () => {
  it.each(bad.map(([init, argument, code]) => ({ init, argument, code })))(
    '$argument is refused by its name',
    ({ init, argument, code }) => {
      const before = openSockets()
      expect(() => shards({ ...good, ...init } as ShardsInit, moduleOf('answer.js'))).toThrow(
        expect.objectContaining({ code, message: expect.stringContaining(`"${argument}"`) }),
      )
      expect(openSockets()).toEqual(before)
    },
  )

  it.each([
    [undefined, type],
    [{}, type],
    ['answer.js', value],
    ['./answer.js', value],
    ['https://example.org/answer.js', value],
    [new URL('data:text/javascript,export default () => {}'), value],
  ])('the module %s is refused', (module, code) => {
    const message = expect.stringContaining('"module"')
    expect(() => shards(good, module as string)).toThrow(expect.objectContaining({ code, message }))
  })

  it('are an object', () => {
    expect(() => shards(null as never, moduleOf('answer.js'))).toThrow('"init"')
  })

  it('of shardOf are refused by their names too', () => {
    expect(() => shardOf('id' as never, 2)).toThrow('"bytes"')
    expect(() => shardOf(new Uint8Array(4), 0)).toThrow('"workers"')
  })
})

describeEach('a backend', (backend) => {
  it('is found by the URL and the path of its module too', async () => {
    const path = createRequire(import.meta.url).resolve(`@sendto/${backend.name}`)
    for (const own of [path, pathToFileURL(path), pathToFileURL(path).href]) {
      await using servers = start(backend, 'answer.js', { backend: own, workers: 1 })
      using client = new Client(backend, servers)
      client.send(0)
      await client.answer()
    }
  })
})
