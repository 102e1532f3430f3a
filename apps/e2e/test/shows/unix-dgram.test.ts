import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { describeEachBackend } from '../support/backends.js'
import { file, startListener, startNode } from '../support/program.js'
import { buildUnixDgram } from './statsd/unix-dgram.js'
import { installProject } from './unix-dgram/project.js'

const require = createRequire(import.meta.url)
const ours = file('packages/unix-dgram/dist/index.cjs')
const here = 'apps/e2e/test/shows/unix-dgram'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sendto-unix-dgram-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const operate = (module: string, backend?: string) =>
  startNode([file(`${here}/operations.cjs`), module, temporaryFolder()], { SENDTO_BACKEND: backend ?? '' }).ends()

describe('@sendto/unix-dgram beside unix-dgram', () => {
  let whyNoAddon: string | undefined
  beforeAll(() => {
    whyNoAddon = buildUnixDgram()
  }, 120_000)

  describeEachBackend((backend) => {
    test('tells a program the same, in the same order', async ({ skip }) => {
      skip(whyNoAddon !== undefined, whyNoAddon)
      const theirs = await operate(require.resolve('unix-dgram'))
      expect(theirs).toMatchObject({ how: 0, stderr: '' })
      expect(await operate(ours, backend)).toEqual(theirs)
    })

    // The package's own tests, which print what they see.
    test.for(['test-dgram-unix', 'test-connect', 'test-connect-callback', 'test-send-error'])(
      'passes %s of unix-dgram',
      async (name) => {
        const source = join(dirname(require.resolve('unix-dgram/package.json')), 'test', `${name}.js`)
        const folder = temporaryFolder()
        const program = readFileSync(source, 'utf8')
          .replace("require('../lib/unix_dgram')", `require(${JSON.stringify(ours)})`)
          .replaceAll("'/tmp/", `'${folder}/`)
        expect(program).toContain(ours)
        const { how, stderr } = await startNode(['-e', program], { SENDTO_BACKEND: backend }).ends()
        expect(how, stderr).toBe(0)
      },
    )
  })
})

describe('@sendto/unix-dgram, by an override of npm', () => {
  describeEachBackend((backend) => {
    test('carries what hot-shots sends over a Unix socket', async () => {
      const project = installProject()
      expect(existsSync(join(project, 'node_modules/unix-dgram/build'))).toBe(false)
      const path = join(project, 'socket')
      const { server } = await startListener('statsd', '--backend', backend, '--unix', path, '--count', '1')
      await server.prints(/^listening on unix:/m)
      const options = JSON.stringify({ protocol: 'uds', path })
      const client = startNode([join(project, 'hot-shots.cjs'), options], { SENDTO_BACKEND: backend })
      expect(await client.ends()).toEqual({ how: 0, stdout: '', stderr: '' })
      const { how, stdout } = await server.ends()
      expect(stdout).toContain('counter hits #env:test #page:home: 5\n')
      expect(stdout).toContain('1 datagrams, 13 metrics, 2 other lines\n')
      expect(how).toBe(0)
    })
  })
})
