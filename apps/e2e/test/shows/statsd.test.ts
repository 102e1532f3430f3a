import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AF_INET, AF_UNIX, openSyscalls, SOCK_DGRAM } from 'sendto'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { describeEachBackend } from '../support/backends.js'
import { app, file, Program, startListener, startNode } from '../support/program.js'
import { buildUnixDgram } from './statsd/unix-dgram.js'

const here = 'apps/e2e/test/shows/statsd'

/** Starts the sink on a free port and on a Unix socket, to end after so many datagrams. */
async function start(backend: string, count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'sendto-statsd-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'socket')
  const { server, port } = await startListener('statsd', '--backend', backend, '--unix', path, '--count', String(count))
  await server.prints(/^listening on unix:/m)
  return { server, port: Number(port), path }
}

describe('statsd adds up what hot-shots sends', () => {
  let whyNoAddon: string | undefined
  beforeAll(() => {
    whyNoAddon = buildUnixDgram()
  }, 120_000)

  const expected = [
    'counter hits #env:test #page:home: 5',
    'counter hits #env:test: 3',
    'distribution age #env:test: 1 values, min 7, mean 7, max 7',
    'gauge temperature #env:test: 20',
    'histogram size #env:test: 1 values, min 100, mean 100, max 100',
    'set users #env:test: 2 different',
    'timing request #env:test: 2 values, min 12, mean 15, max 18',
    // An event and a service check.
    '1 datagrams, 13 metrics, 2 other lines',
    '',
  ]

  describeEachBackend((backend) => {
    test('over UDP', async () => {
      const { server, port } = await start(backend, 1)
      const client = startNode([file(`${here}/hot-shots.cjs`), JSON.stringify({ host: '127.0.0.1', port })])
      expect(await client.ends()).toEqual({ how: 0, stdout: '', stderr: '' })
      const { how, stdout } = await server.ends()
      expect(stdout.split('\n')).toEqual(expected)
      expect(how).toBe(0)
    })

    test('over a Unix datagram socket, which is gone afterwards', async ({ skip }) => {
      skip(whyNoAddon !== undefined, whyNoAddon)
      const { server, path } = await start(backend, 1)
      const client = startNode([file(`${here}/hot-shots.cjs`), JSON.stringify({ protocol: 'uds', path })])
      expect(await client.ends()).toEqual({ how: 0, stdout: '', stderr: '' })
      const { how, stdout } = await server.ends()
      expect(stdout.split('\n')).toEqual(expected)
      expect(how).toBe(0)
      expect(existsSync(path)).toBe(false)
    })
  })
})

describe("statsd adds up what Datadog's client for Go sends", () => {
  const sources = '/usr/share/gocode'
  const whyNot = !existsSync(join(sources, 'src/github.com/DataDog/datadog-go/statsd'))
    ? "the client is not installed, Debian's golang-github-datadog-datadog-go-dev"
    : spawnSync('go', ['version']).status !== 0
      ? 'go is not installed'
      : undefined
  let folder: string

  beforeEach(({ skip }) => skip(whyNot !== undefined, whyNot))

  beforeAll(() => {
    if (whyNot !== undefined) return
    folder = mkdtempSync(join(tmpdir(), 'sendto-statsd-go-'))
    // Nothing is fetched, nothing is left behind, and the user's own settings have no say.
    const settings = {
      GOCACHE: join(folder, 'cache'),
      GOENV: 'off',
      GOFLAGS: '',
      GOTOOLCHAIN: 'local',
      CGO_ENABLED: '0',
    }
    const env = { ...process.env, ...settings, GOPATH: sources, GO111MODULE: 'off' }
    const args = ['build', '-o', join(folder, 'client'), file(`${here}/main.go`)]
    const { status, stderr } = spawnSync('go', args, { env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`go build: ${stderr}`)
    // The first build of a newer Go compiles its standard library too.
  }, 300_000)

  afterAll(() => {
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  const expected = [
    'counter hits #env:test: 3',
    'distribution age #env:test: 1 values, min 7, mean 7, max 7',
    'gauge temperature #env:test: 21.5',
    'histogram size #env:test: 1 values, min 100, mean 100, max 100',
    'set users #env:test: 1 different',
    'timing request #env:test: 1 values, min 12, mean 12, max 12',
    '1 datagrams, 7 metrics, 0 other lines',
    '',
  ]

  describeEachBackend((backend) => {
    test.for(['UDP', 'a Unix datagram socket'])('over %s', async (way) => {
      const { server, port, path } = await start(backend, 1)
      const to = way === 'UDP' ? `127.0.0.1:${port}` : `unix://${path}`
      expect(await new Program(join(folder, 'client'), [to]).ends()).toEqual({ how: 0, stdout: '', stderr: '' })
      const { how, stdout } = await server.ends()
      expect(stdout.split('\n')).toEqual(expected)
      expect(how).toBe(0)
    })
  })
})

describe('statsd', () => {
  describeEachBackend((backend) => {
    const { socket, sendto, close } = openSyscalls()

    /** Sends each datagram to the sink, one over UDP and one over the Unix socket and so on. */
    function send({ port, path }: { port: number; path: string }, datagrams: readonly (string | Uint8Array)[]): void {
      const fds = [socket(AF_INET, SOCK_DGRAM), socket(AF_UNIX, SOCK_DGRAM)]
      const addresses = [{ address: '127.0.0.1', port }, { path }]
      for (const [index, datagram] of datagrams.entries()) {
        sendto(fds[index % 2] as number, Buffer.from(datagram as string), 0, addresses[index % 2] ?? null)
      }
      for (const fd of fds) close(fd)
    }

    test('weighs what was sampled, takes signed gauges for steps, several values and foreign sections', async () => {
      const sink = await start(backend, 4)
      send(sink, ['a:1|c|@0.1\na:2|c', 'g:5|g\ng:+2|g\ng:-4|g', 't:1:2:6|h|@0.5|#b,a|c:id|T1', '\n\nm:1|m\n'])
      const { how, stdout } = await sink.server.ends()
      expect(stdout.split('\n')).toEqual([
        'counter a: 12',
        'counter m: 1',
        'gauge g: 3',
        'histogram t #a #b: 6 values, min 1, mean 3, max 6',
        '4 datagrams, 7 metrics, 0 other lines',
        '',
      ])
      expect(how).toBe(0)
    })

    test('counts what is no metric, and prints nothing that drives a terminal', async () => {
      const sink = await start(backend, 4)
      const lines = [':1|c', 'a|c', 'a:|c', 'a:x|c', 'a:1|x', 'a:1|c|@0', 'a:1|c|@2', 'a:1|toString', 'a:Infinity|g']
      send(sink, [lines.join('\n'), '', new Uint8Array(1000).fill(0xff), '\x1b[2J:1|c'])
      const { how, stdout } = await sink.server.ends()
      expect(stdout).toBe('counter \\x1b[2J: 1\n4 datagrams, 1 metrics, 10 other lines\n')
      expect(how).toBe(0)
    })

    test('prints while it runs, keeps gauges and begins counters anew, and ends when told', async () => {
      const { server, port } = await startListener('statsd', '--backend', backend, '--flush', '0.05')
      const fd = socket(AF_INET, SOCK_DGRAM)
      onTestFinished(() => close(fd))
      const to = { address: '127.0.0.1', port: Number(port) }
      sendto(fd, Buffer.from('before:1|c\nlevel:7|g'), 0, to)
      await server.prints(/^counter before: 1\ngauge level: 7\n(gauge level: 7\n)+/m)
      server.kill('SIGINT')
      const { how, stdout } = await server.ends()
      expect(stdout).toMatch(/^counter before: 1\n(gauge level: 7\n)+1 datagrams, 2 metrics, 0 other lines\n$/)
      expect(how).toBe(0)
    })

    test('says that a path is taken, and leaves it alone', async () => {
      const { path, server } = await start(backend, 1)
      const second = startNode([app('statsd'), '--backend', backend, '--port', '0', '--unix', path])
      const { how, stdout, stderr } = await second.ends()
      expect(stderr).toMatch(/^listening on 127\.0\.0\.1:\d+\nbind EADDRINUSE [^\n]+\n$/)
      expect({ how, stdout }).toEqual({ how: 1, stdout: '' })
      expect(existsSync(path)).toBe(true)
      server.kill('SIGTERM')
      expect(await server.ends()).toMatchObject({ how: 0 })
    })
  })
})
