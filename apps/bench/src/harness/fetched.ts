import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where something is that is measured, or why it is not here. */
export type Found = { readonly path: string; readonly version: string } | { readonly absent: string }

const notAsked = 'not asked for; --fetch has npm bring it into a temporary folder'

let folder: string | undefined
const modules = new Map<string, Found>()

/** A folder into which npm has brought a package; it goes when this process does. */
function fetched(name: string, flags: readonly string[] = ['--ignore-scripts']): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'sendto-fetched-'))
    process.once('exit', () => rmSync(made, { recursive: true, force: true }))
    folder = made
  }
  // Each in a folder of its own, since npm takes away what it has not been told of.
  const prefix = join(folder, name.replaceAll('/', '-'))
  execFileSync('npm', ['install', '--prefix', prefix, '--no-audit', '--no-fund', ...flags, `${name}@latest`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 180_000,
  })
  return join(prefix, 'node_modules', name)
}

/** An executable of an npm package, which tells its version. */
export function findExecutable(fetch: boolean, name: string, path: string): Found {
  if (!fetch) return { absent: notAsked }
  try {
    const executable = join(fetched(name), path)
    const [first = ''] = execFileSync(executable, ['--version'], { encoding: 'utf8' }).split('\n')
    return { path: executable, version: first.trim() }
  } catch (error) {
    return { absent: `npm did not bring ${name}: ${lastLine(error)}` }
  }
}

/** A module of npm, installed with its scripts, since some are compiled by them. */
export function findModule(fetch: boolean, name: string): Found {
  if (!fetch) return { absent: notAsked }
  const known = modules.get(name) ?? install(name)
  modules.set(name, known)
  return known
}

function install(name: string): Found {
  try {
    const path = fetched(name, [])
    const version = execFileSync(
      process.execPath,
      ['-p', `require(${JSON.stringify(join(path, 'package.json'))}).version`],
      {
        encoding: 'utf8',
      },
    )
    execFileSync(process.execPath, ['-e', `require(${JSON.stringify(path)})`], { stdio: ['ignore', 'ignore', 'pipe'] })
    return { path, version: version.trim() }
  } catch (error) {
    return { absent: `npm did not bring ${name}: ${lastLine(error)}` }
  }
}

/** The newest Node that npm has. */
export const findNewestNode = (fetch: boolean): Found =>
  findExecutable(fetch, `node-${process.platform}-${process.arch}`, 'bin/node')

function lastLine(error: unknown): string {
  return (error as Error).message.trim().split('\n').at(-1) as string
}
