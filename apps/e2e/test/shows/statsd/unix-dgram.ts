import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/** Builds the addon that hot-shots needs for Unix sockets, unless that was done before. Says why it cannot be had, or undefined. */
export function buildUnixDgram(): string | undefined {
  if (loads()) return undefined
  const folder = dirname(require.resolve('unix-dgram/package.json'))
  const args = [require.resolve('node-gyp/bin/node-gyp.js'), 'rebuild', '--directory', folder]
  const { status } = spawnSync(process.execPath, args, { env: { ...process.env, ...localHeaders() }, stdio: 'ignore' })
  if (status !== 0) return 'unix-dgram, a native addon, cannot be built here'
  return loads() ? undefined : 'unix-dgram, a native addon, was built and cannot be loaded'
}

// In a process of its own: what it could do to this one is not worth a try.
function loads(): boolean {
  return spawnSync(process.execPath, ['-e', "require('unix-dgram')"], { cwd: import.meta.dirname }).status === 0
}

/** The headers that lie beside the running Node, so that none need to be fetched. */
function localHeaders(): NodeJS.ProcessEnv {
  const prefix = dirname(dirname(process.execPath))
  return existsSync(join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {}
}
