import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { node, onStderr } from './child.mjs'
import { filesBelow, fingerprint, packageFolders } from './fingerprint.mjs'
import { findPnpm } from './pnpm.mjs'
import { remember, state } from './state.mjs'

const shared = ['pnpm-lock.yaml', 'scripts/join.mjs', 'tsconfig.base.json', 'turbo.json']
const outputs = /\/(dist|build)\//

/**
 * Builds what is not built. turbo needs a second to find that it has nothing to do; two fingerprints need a tenth of
 * that, and are as strict: every file that goes into a build is as it was before the last good one, every file that
 * came out is as it was after it.
 */
export async function build() {
  const { before, after } = state.built ?? {}
  if (before !== ingredients() || after !== results()) await rebuild([])
}

export async function rebuild(args) {
  await findPnpm()
  console.error('sendto: building')
  // Taken first, so that a file edited during the build is seen to differ from what was built.
  const before = ingredients()
  await node(['node_modules/turbo/bin/turbo', 'run', 'build', 'build:native', ...args], onStderr)
  remember({ built: { before, after: results() } })
}

function ingredients() {
  const files = packageFiles().filter((file) => !outputs.test(file))
  return fingerprint([...shared, ...files], process.platform, process.arch, process.version, compilerParts())
}

function results() {
  return fingerprint(packageFiles().filter((file) => outputs.test(file)))
}

function packageFiles() {
  return packageFolders().flatMap(filesBelow)
}

// The addon is left out where one of these is missing, and must be built once that has changed.
function compilerParts() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const present = (program) => folders.some((folder) => existsSync(join(folder, program)))
  return ['c++', 'g++', 'clang++', 'make', 'python3'].filter(present)
}
