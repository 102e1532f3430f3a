import { expect, it } from 'vitest'
import { describeEach } from '../backends.js'
import { run } from '../programs.js'
import { moduleOf } from './support.js'

describeEach('a program with shards', ({ name }) => {
  /** What a program prints in which `start` and `ask` stand ready. */
  const printed = async (program: string) => {
    const { code, stdout, stderr } = await run(
      name,
      `import { shards } from '@sendto/socket'
       const start = (init) => shards({ address: '127.0.0.1:0', workers: 2, backend: '@sendto/${name}', ...init }, '${moduleOf('answer.js').pathname}')
       const ask = async ({ address }) => {
         const client = open()
         client.trySend(new Uint8Array(4), address)
         await client.receive()
         client.close()
       }
       ${program}`,
    )
    expect(stderr).toBe('')
    return { code, lines: stdout.trim().split('\n') }
  }

  it('ends by itself once they are closed', async () => {
    const { code, lines } = await printed(`
      const servers = start()
      servers.on('close', () => console.log('closed'))
      await servers.ready()
      await servers.close()
      process.on('exit', () => console.log('end'))`)
    expect({ code, lines }).toEqual({ code: 0, lines: ['closed', 'end'] })
  })

  it('lives as long as they do', async () => {
    const { code, lines } = await printed(`
      const servers = start()
      process.on('exit', () => console.log('end'))
      servers.ready().then(() => setImmediate(() => {
        console.log('ready')
        servers.close()
      }))`)
    expect({ code, lines }).toEqual({ code: 0, lines: ['ready', 'end'] })
  })

  it('ends although they run, if it does not hold on to them', async () => {
    const { code, lines } = await printed(`
      const servers = start()
      await servers.ready()
      servers.unref()
      process.on('exit', () => console.log('end'))`)
    expect({ code, lines }).toEqual({ code: 0, lines: ['end'] })
  })

  it('waits for them to be closed even then', async () => {
    const { code, lines } = await printed(`
      const servers = start().unref()
      await servers.close()
      console.log('closed')`)
    expect({ code, lines }).toEqual({ code: 0, lines: ['closed'] })
  })

  it('ends when it is told to, with its own exit code', async () => {
    const { code } = await printed(`
      const servers = start()
      await servers.ready()
      process.exit(7)`)
    expect(code).toBe(7)
  })

  it('fails if a shard does and nobody listens', async () => {
    const { code, stderr } = await run(
      name,
      `import { shards } from '@sendto/socket'
       const module = '${moduleOf('failing.js').pathname}'
       shards({ address: '127.0.0.1:0', workers: 2, backend: '@sendto/${name}', data: 1, restart: { limit: 0 } }, module)`,
    )
    expect(code).toBe(1)
    expect(stderr).toContain('shard 1 died too often: never begins')
  })

  it('can have them in a worker, whose end is theirs', async () => {
    const { code, lines } = await printed(`
      import { once } from 'node:events'
      import { Worker } from 'node:worker_threads'
      import { readdirSync } from 'node:fs'
      const count = (folder) => readdirSync('/proc/self/' + folder).length
      // What the process opens once and keeps.
      const first = start()
      await ask(first)
      await first.close()
      const before = [count('fd'), count('task')]
      const worker = new Worker(\`
        const { parentPort } = require('node:worker_threads')
        const { shards } = require('@sendto/socket')
        const servers = shards({ address: '127.0.0.1:0', workers: 2, backend: '@sendto/${name}' }, '${moduleOf('answer.js').pathname}')
        servers.ready().then(() => parentPort.postMessage({ ...servers.address }))
      \`, { eval: true, execArgv: [] })
      const [address] = await once(worker, 'message')
      await ask({ address })
      await worker.terminate()
      // A thread that has been joined is listed for a moment yet.
      while (String([count('fd'), count('task')]) !== String(before)) await new Promise(setImmediate)
      console.log('as before')`)
    expect({ code, lines }).toEqual({ code: 0, lines: ['as before'] })
  })
})
