import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { file } from '../../support/program.js'

const require = createRequire(import.meta.url)

/**
 * A project that depends on hot-shots and overrides its unix-dgram with ours, installed by npm from copies beside it: nothing is fetched.
 * @returns its folder, which has `hot-shots.cjs`
 */
export function installProject(): string {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'sendto-override-')))
  onTestFinished(() => rmSync(project, { recursive: true }))
  const [hotShots, ours] = [join(project, 'hot-shots'), join(project, 'unix-dgram')]
  copyOf(dirname(require.resolve('hot-shots/package.json')), hotShots)
  copyOf(file('packages/unix-dgram'), ours)
  // Of two absolute paths npm takes one for the other.
  const dependencies = { 'hot-shots': 'file:./hot-shots' }
  const overrides = { 'unix-dgram': `file:${ours}` }
  writeJson(join(project, 'package.json'), { name: 'project', version: '1.0.0', dependencies, overrides })
  const options = ['--offline', '--install-links', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']
  execFileSync('npm', ['install', ...options], { cwd: project, stdio: 'ignore', timeout: 60_000 })
  mkdirSync(join(project, 'node_modules/@sendto'))
  symlinkSync(file('packages/dgram'), join(project, 'node_modules/@sendto/dgram'))
  copyFileSync(file('apps/e2e/test/shows/statsd/hot-shots.cjs'), join(project, 'hot-shots.cjs'))
  return project
}

// Of a package in a folder npm would install what it is developed with, and of ours the workspace.
function copyOf(from: string, to: string): void {
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter: (path) => !path.slice(from.length).includes('node_modules'),
  })
  const manifest = JSON.parse(readFileSync(join(to, 'package.json'), 'utf8'))
  const { devDependencies: _, scripts: __, dependencies: ___, ...rest } = manifest
  writeJson(join(to, 'package.json'), rest)
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value))
}
