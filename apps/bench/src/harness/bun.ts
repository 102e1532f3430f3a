import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Found } from './fetched.js'

const packages = [
  `@oven/bun-${process.platform}-${process.arch}`,
  `@oven/bun-${process.platform}-${process.arch}-baseline`,
]

/** The Bun of this machine; or one from npm, in a folder that goes when this process does, if that is asked for. */
export function findBun(install: boolean): Found {
  const version = versionOf('bun')
  if (version !== undefined) return { path: 'bun', version }
  if (!install) return { absent: 'not installed here, and not asked for from npm' }
  const folder = mkdtempSync(join(tmpdir(), 'sendto-bun-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const name of packages) {
    try {
      execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', name], {
        stdio: ['ignore', 'ignore', 'pipe'],
      })
    } catch (error) {
      return { absent: `npm did not bring ${name}: ${(error as Error).message.trim().split('\n').at(-1)}` }
    }
    const path = join(folder, 'node_modules', name, 'bin', 'bun')
    const version = versionOf(path)
    if (version !== undefined) return { path, version }
  }
  return { absent: `none of ${packages.join(', ')} runs here` }
}

function versionOf(path: string): string | undefined {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}
