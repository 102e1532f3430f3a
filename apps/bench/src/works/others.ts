import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { script } from '../compare.js'
import { type Found, findExecutable, findModule } from '../harness/fetched.js'
import { Program } from '../harness/program.js'
import type { Plan } from '../harness/rounds.js'
import { newestIf } from './newest.js'
import { bunIf, type Subject } from './subjects.js'

/** What is measured beside this project: contenders that are here, and a sentence for each that is not. */
export interface Others {
  readonly subjects: readonly Subject[]
  readonly absent: readonly string[]
  readonly versions: readonly string[]
}

let found: Others | undefined

/** Bun, Deno, Go and udx-native, with the newest Node: each looked for once. They have the roles receive, send and echo. */
export function othersOf(plan: Plan): Others {
  found ??= find(plan)
  return found
}

function find(plan: Plan): Others {
  const [newest, bun] = [newestIf(plan), bunIf(plan)]
  const { fetch = false } = plan
  const subjects = [...newest.subjects, ...bun.subjects]
  const absent = [...newest.absent, ...bun.absent]
  const versions: string[] = []
  const include = (name: string, at: Found, make: (path: string) => Subject[]) => {
    if ('absent' in at) absent.push(`${name}: ${at.absent}`)
    else {
      subjects.push(...make(at.path))
      versions.push(`${name} ${at.version}`)
    }
  }
  include('Go', findGo(), (path) => [go(path, 'net'), go(path, 'syscall')])
  const deno = findExecutable(fetch, `@deno/${process.platform}-${process.arch}-glibc`, 'deno')
  include('Deno', deno, (path) => [denoOf(path)])
  include('udx-native', findModule(fetch, 'udx-native'), (path) => [udx(path)])
  return { subjects, absent, versions }
}

const go = (path: string, level: 'net' | 'syscall'): Subject => ({
  name: level === 'net' ? 'Go, net' : 'Go, syscall, blocking',
  start: (role, args, options) =>
    Program.start([path, level, role === 'send' ? 'stream' : role, ...args.map(String)], options),
})

const denoOf = (path: string): Subject => ({
  name: 'Deno',
  start: (role, args, options) =>
    Program.start([path, 'run', '-A', '--unstable-net', script('contenders/deno'), role, ...args.map(String)], options),
})

const udx = (path: string): Subject => ({
  name: 'udx-native',
  start: (role, args, options) =>
    Program.start([process.execPath, script('contenders/udx'), path, role, ...args.map(String)], options),
})

/** The programs of native/go, compiled for this run. */
function findGo(): Found {
  try {
    const version = execFileSync('go', ['version'], { encoding: 'utf8' }).split(' ')[2] as string
    const folder = mkdtempSync(join(tmpdir(), 'sendto-go-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const path = join(folder, 'contender')
    const source = fileURLToPath(new URL('../../native/go/main.go', import.meta.url))
    execFileSync('go', ['build', '-o', path, source], {
      env: { ...process.env, GO111MODULE: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 180_000,
    })
    return { path, version }
  } catch (error) {
    return { absent: `not installed, or it does not compile: ${(error as Error).message.split('\n')[0]}` }
  }
}
