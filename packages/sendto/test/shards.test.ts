import { describe, expect, it } from 'vitest'
import { run } from './fixtures/run.js'

const module = `${import.meta.dirname}/fixtures/shard.js`

/** On what the shards run, with a backend given and under an environment. */
function answered(backend: string, env: Record<string, string> = {}) {
  return run(
    'module',
    `import { DatagramSocket, shards } from 'sendto'
     const servers = shards({ address: '127.0.0.1:0', workers: 1, backend: ${backend} }, '${module}')
     const client = DatagramSocket.connect(servers.address)
     client.trySend(Buffer.from('?'))
     console.log(String(Buffer.from((await client.receive()).data)))
     client.close()
     await servers.close()`,
    env,
  )
}

describe('shards', () => {
  it('run on the first backend that loads', () => {
    expect(answered('undefined').stdout).toBe('napi')
  })

  it('run on the backend that SENDTO_BACKEND names', () => {
    expect(answered('undefined', { SENDTO_BACKEND: 'koffi' }).stdout).toBe('koffi')
  })

  it('run on the backend that is named, whatever SENDTO_BACKEND says', () => {
    expect(answered("'koffi'", { SENDTO_BACKEND: 'napi' }).stdout).toBe('koffi')
  })

  it('run on a module of its own', () => {
    expect(answered("import.meta.resolve('@sendto/koffi')").stdout).toBe('koffi')
  })

  it('cannot be handed a backend itself', () => {
    expect(answered('{}').stderr).toContain('The "backend" argument must be a URL or an absolute path')
  })
})
