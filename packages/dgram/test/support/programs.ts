import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** So long a program may take, in milliseconds; what it has printed by then is in the result. */
const patience = 60_000

export interface Outcome {
  /** The exit code, or the signal that ended it. */
  readonly how: number | string
  readonly stdout: string
  readonly stderr: string
}

/** What is put in front of a program so that it stands on the drop-in. */
export const register = fileURLToPath(new URL('../../dist/register.js', import.meta.url))

/** The path of one of the programs beside this folder. */
export function program(name: string): string {
  return fileURLToPath(new URL(`../programs/${name}`, import.meta.url))
}

/** Runs node to its end, which comes with the test's at the latest. */
export function run(args: readonly string[], backend = ''): Promise<Outcome> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The folder from which `@sendto/dgram` is found. What the test run itself was told must not reach the program.
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, NODE_OPTIONS: '', SENDTO_BACKEND: backend },
    timeout: patience,
    killSignal: 'SIGKILL',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const printed = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ how: code ?? signal ?? 'no exit code', ...printed }))
  })
}
