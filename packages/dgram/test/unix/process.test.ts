import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeEachBackend, freePath } from './support.js'

const folder = join(import.meta.dirname, '../..')

/** Runs a program, in which `createSocket` and `path` stand ready, in a process of its own. */
function run(backend: string, program: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const prelude = "import { createSocket } from '@sendto/dgram'; const path = process.argv[1];"
  const env = { ...process.env, NODE_OPTIONS: '', SENDTO_BACKEND: backend }
  return new Promise((resolve) => {
    const args = ['--input-type=module', '-e', prelude + program, freePath()]
    execFile(process.execPath, args, { cwd: folder, env, timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr })
    })
  })
}

describeEachBackend('A process with a Unix datagram socket', (backend) => {
  it('lives until the socket is closed, bound or not', async () => {
    const program = `
      const socket = createSocket('unix_dgram')
      setTimeout(() => { console.log('alive'); socket.close() }, 20).unref()
    `
    expect(await run(backend, program)).toEqual({ code: 0, stdout: 'alive\n', stderr: '' })
  })

  it('ends with a socket that is not referenced', async () => {
    const program = `
      const socket = createSocket('unix_dgram')
      socket.bind(path)
      socket.unref()
    `
    expect(await run(backend, program)).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('goes on with what came behind a datagram whose handler threw', async () => {
    const program = `
      process.on('uncaughtException', ({ message }) => console.log(message))
      const server = createSocket('unix_dgram', (data) => {
        console.log(String(data))
        if (String(data) === 'b') throw new Error('thrown')
        if (String(data) === 'd') server.close()
      })
      server.bind(path)
      const client = createSocket('unix_dgram')
      for (const text of ['a', 'b', 'c', 'd']) client.send(Buffer.from(text), 0, 1, path)
      client.close()
    `
    expect(await run(backend, program)).toEqual({ code: 0, stdout: 'a\nb\nthrown\nc\nd\n', stderr: '' })
  })
})
