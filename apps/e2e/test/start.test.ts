import { AF_INET, type BackendName, backendNames, openSyscalls, SOCK_DGRAM } from 'sendto'
import { describe, expect, test, vi } from 'vitest'
import { describeEachBackend, loadable, missing } from './support/backends.js'
import { hanging, without } from './support/preload.js'
import { file, startNode, startServer } from './support/program.js'

const anyPorts = ['--port', '0', '--bind-port', '0']

function start(args: readonly string[], env?: NodeJS.ProcessEnv) {
  return startNode([file('scripts/start.mjs'), ...args], env)
}

/** What a backend's server and client print, each on its own stream, in an order of their own. */
function lines(backend: BackendName) {
  const name = backend.padEnd(7)
  return [
    expect.stringMatching(new RegExp(`^${name} server {2}size: 12, from: 127\\.0\\.0\\.1:\\d+, msg: hello world!$`)),
    expect.stringMatching(new RegExp(`^${name} client {2}size: 12, to: 127\\.0\\.0\\.1:\\d+, msg: hello world!$`)),
  ]
}

describe('npm start', () => {
  test('shows what server and client print on each backend that loads, and why another does not', async () => {
    const { how, stdout, stderr } = await start(anyPorts).ends()
    expect(stdout.trimEnd().split('\n')).toHaveLength(2 * loadable.length)
    expect(stdout.trimEnd().split('\n')).toEqual(expect.arrayContaining(loadable.flatMap(lines)))
    expect(stderr.trimEnd().split('\n')).toEqual(
      expect.arrayContaining(
        backendNames.map((backend) => {
          const why = missing.get(backend)
          const name = backend.padEnd(7)
          return why === undefined
            ? expect.stringMatching(new RegExp(`^${name} server {2}listening on 127\\.0\\.0\\.1:\\d+$`))
            : `${name} skipped ${why}`
        }),
      ),
    )
    expect(how).toBe(0)
  })

  test('goes on with the other backends where one does not load', async () => {
    const { how, stdout, stderr } = await start(anyPorts, without('@sendto/napi')).ends()
    expect(stderr).toContain('napi    skipped @sendto/napi is missing\n')
    expect(stdout.trimEnd().split('\n')).toEqual(expect.arrayContaining(lines('koffi')))
    expect(how).toBe(0)
  })

  test('says what is wrong with each backend and fails where none loads', async () => {
    expect(await start(anyPorts, without('@sendto/napi', '@sendto/koffi')).ends()).toEqual({
      how: 1,
      stdout: '',
      stderr:
        'napi    skipped @sendto/napi is missing\nkoffi   skipped @sendto/koffi is missing\nno backend could be loaded\n',
    })
  })

  test.for([['--prot', '1'], ['--timeout', 'soon'], ['8080']])(
    'refuses %s in one line, with exit code 2',
    async (args) => {
      const { how, stdout, stderr } = await start(args).ends()
      expect(stderr).toMatch(/^[^\n]+\n$/)
      expect(stdout).toBe('')
      expect(how).toBe(2)
    },
  )

  describeEachBackend((backend) => {
    const only = { SENDTO_BACKEND: backend }
    const name = backend.padEnd(7)

    test('runs only the backend that SENDTO_BACKEND names', async () => {
      const { how, stdout } = await start(anyPorts, only).ends()
      expect(stdout.trimEnd().split('\n').sort()).toEqual(lines(backend).reverse())
      expect(how).toBe(0)
    })

    test('fails with the one line of the server where its port is taken', async () => {
      const { port } = await startServer('--backend', backend)
      const ending = await start(['--port', port, '--bind-port', '0'], only).ends()
      expect(ending).toEqual({ how: 1, stdout: '', stderr: `${name} server  bind EADDRINUSE 127.0.0.1:${port}\n` })
    })

    test('fails with the one line of the client where its port is taken, and ends the server', async () => {
      const { port } = await startServer('--backend', backend)
      const { how, stdout, stderr } = await start(['--port', '0', '--bind-port', port], only).ends()
      expect(stderr.split('\n').slice(1)).toEqual([`${name} client  bind EADDRINUSE 127.0.0.1:${port}`, ''])
      expect(stdout).toBe('')
      expect(how).toBe(1)
      await isFree(backend, stderr.split('\n', 1)[0] as string)
    })

    test('gives up with one line on a server that does not listen in time', async () => {
      const ending = await start([...anyPorts, '--timeout', '0.3'], { ...only, ...hanging('server') }).ends()
      expect(ending).toEqual({ how: 1, stdout: '', stderr: `${name} server  did not listen within 0.3 seconds\n` })
    })

    test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with what it started on %s', async (signal) => {
      const run = start(anyPorts, { ...only, ...hanging('client') })
      const [listening] = await run.prints(/listening on .*/)
      run.kill(signal)
      expect((await run.ends()).how).toBe(signal)
      await isFree(backend, listening)
    })
  })
})

/** Waits until the port that a line ends with can be bound: its server is gone. */
async function isFree(backend: BackendName, line: string): Promise<void> {
  const { socket, bind, close } = openSyscalls({ backend })
  const port = Number(line.split(':').at(-1))
  await vi.waitFor(
    () => {
      const fd = socket(AF_INET, SOCK_DGRAM)
      try {
        bind(fd, { address: '127.0.0.1', port })
      } finally {
        close(fd)
      }
    },
    { timeout: 15_000 },
  )
}
