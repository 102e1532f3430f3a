import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, onStderr, root } from './child.mjs'
import { fingerprint, packageFolders } from './fingerprint.mjs'
import { findPnpm, pnpm } from './pnpm.mjs'
import { remember, state } from './state.mjs'

/** Installs the dependencies, unless manifests, lock file and node_modules are as the last install left them. */
export async function install() {
  if (state.installed === current()) return
  console.error('sendto: installing dependencies')
  await findPnpm()
  await pnpm(['install', '--frozen-lockfile', '--prefer-offline'], onStderr).catch(explain)
  remember({ installed: current() })
}

function current() {
  const folders = packageFolders()
  const manifests = ['.', ...folders].map((folder) => `${folder}/package.json`)
  const installed = folders.filter((folder) => existsSync(join(root, folder, 'node_modules')))
  return fingerprint(['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests], installed)
}

function explain(failure) {
  const relock = 'node scripts/run.mjs pnpm install --no-frozen-lockfile'
  const advice = `sendto: the install failed; after a change to a manifest renew the lock file: ${relock}`
  throw new Failure(advice, failure.exitCode)
}
