import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachBackend } from './support/backends.js'
import { file, Program, runClient, startServer } from './support/program.js'

const goIsMissing = spawnSync('go', ['version']).status !== 0

describe('programs that make the same calls in Go', () => {
  let folder: string

  beforeEach(({ skip }) => skip(goIsMissing, 'go is not installed'))

  beforeAll(() => {
    if (goIsMissing) return
    folder = mkdtempSync(join(tmpdir(), 'sendto-go-'))
    const env = {
      ...process.env,
      // Nothing is fetched, nothing is left behind, and the user's own settings have no say.
      GOCACHE: join(folder, 'cache'),
      GOENV: 'off',
      GOFLAGS: '',
      GOPROXY: 'off',
      GOTOOLCHAIN: 'local',
      GOWORK: 'off',
      CGO_ENABLED: '0',
    }
    const cwd = file('apps/e2e/test/go')
    const { status, stderr } = spawnSync('go', ['build', '-o', `${folder}/`, './...'], { cwd, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`go build: ${stderr}`)
    // The first build of a newer Go compiles its standard library too.
  }, 300_000)

  afterAll(() => {
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  describeEachBackend((backend) => {
    test('the server receives from the client in Go', async () => {
      const { server, port } = await startServer('--backend', backend)
      expect(await new Program(join(folder, 'client'), [port]).ends()).toMatchObject({ how: 0 })
      const { how, stdout } = await server.ends()
      expect(stdout).toMatch(/^size: 12, from: 127\.0\.0\.1:[1-9]\d*, msg: hello world!\n$/)
      expect(how).toBe(0)
    })

    test('the server in Go receives from the client', async () => {
      const server = new Program(join(folder, 'server'), ['0'])
      const [, port] = await server.prints(/^listening on .*:(\d+)$/m)
      expect(await runClient(port as string, '--backend', backend)).toMatchObject({ how: 0 })
      const { how, stdout } = await server.ends()
      expect(stdout).toMatch(/^size: 12, from: 127\.0\.0\.1:[1-9]\d*, msg: hello world!\n$/)
      expect(how).toBe(0)
    })
  })
})
