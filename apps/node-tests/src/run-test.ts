import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BackendName } from 'sendto'

/** So long a test may take, in milliseconds. */
const patience = 60_000

const register = pathToFileURL(createRequireOf('@sendto/dgram/register')).href

/** How a test ended. */
export interface Outcome {
  readonly result: 'passed' | 'skipped' | 'failed'
  /** What it said of why it failed, or was skipped. */
  readonly said: string
}

/** Node's source, and what its tests need. */
export interface Source {
  readonly tree: string
  readonly environment: NodeJS.ProcessEnv
}

/** What else the tests of a source need in their environment, with this version of Node. */
export async function environmentFor(tree: string): Promise<NodeJS.ProcessEnv> {
  const { result } = await ended(['-e', `require(${JSON.stringify(join(tree, 'test/common'))})`], {
    env: { ...process.env, NODE_OPTIONS: '' },
    cwd: tree,
  })
  // Tests of an older version take the globals of a younger one for leaks: they are not to look for any.
  return result === 'failed' ? { NODE_TEST_KNOWN_GLOBALS: '0' } : {}
}

/**
 * Runs one of Node's tests in a process of its own.
 * @param backend what the drop-in stands on; null for Node's own dgram
 */
export async function runTest(
  { tree, environment }: Source,
  test: string,
  backend: BackendName | null,
): Promise<Outcome> {
  const flags = /^\/\/ Flags: (.*)$/m.exec(await readFile(join(tree, test), 'utf8'))?.[1]?.split(' ') ?? []
  const folder = await mkdtemp(join(tmpdir(), 'sendto-node-test-'))
  const env = {
    ...process.env,
    ...environment,
    // The children and workers of a test have it too.
    NODE_OPTIONS: backend === null ? '' : `--import ${register}`,
    SENDTO_BACKEND: backend ?? '',
    NODE_TEST_DIR: folder,
  }
  try {
    return await ended([...flags, join(tree, test)], { env, cwd: tree })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function ended(args: readonly string[], options: { readonly env: NodeJS.ProcessEnv; readonly cwd: string }) {
  return new Promise<Outcome>((resolve) => {
    const settings = { ...options, timeout: patience, killSignal: 'SIGKILL' } as const
    execFile(process.execPath, args, settings, (error, stdout, stderr) => {
      const skipped = /^1\.\.0 # Skipped: (.*)$/m.exec(stdout)?.[1]
      if (error === null && skipped !== undefined) resolve({ result: 'skipped', said: skipped })
      else if (error === null) resolve({ result: 'passed', said: '' })
      else resolve({ result: 'failed', said: error.killed ? `did not end within ${patience} ms` : stderr || stdout })
    })
  })
}

function createRequireOf(specifier: string): string {
  return new URL(import.meta.resolve(specifier)).pathname
}
