import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { Failure, root, tool } from './child.mjs'
import { remember, state } from './state.mjs'

// pnpm 10.34.9, say.
const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager
const program = process.platform === 'win32' ? 'pnpm.cmd' : 'pnpm'

let found = false

/**
 * Puts the right pnpm and the running Node first on PATH, where turbo looks for them. npx brings pnpm from npm's cache
 * or the registry (corepack is gone from newer Nodes). The folder is remembered, since asking npx takes a second.
 */
export async function findPnpm() {
  if (found) return
  if (state.pnpm?.wanted !== wanted || !existsSync(join(state.pnpm.folder, program))) {
    remember({ pnpm: { wanted, folder: await fetchPnpm() } })
  }
  process.env.PATH = [state.pnpm.folder, dirname(process.execPath), process.env.PATH].join(delimiter)
  found = true
}

export async function pnpm(args, options) {
  await findPnpm()
  await tool('pnpm', args, options)
}

async function fetchPnpm() {
  console.error(`sendto: fetching ${wanted}`)
  // --yes, because npm may be configured to say no; --prefer-offline, because npx otherwise waits a minute for a
  // network that is not there.
  const npx = ['--yes', '--prefer-offline', '-p', wanted, '--', 'node', '-p', 'process.env.PATH']
  const path = await tool('npx', npx, { stdio: ['ignore', 'pipe', 'inherit'] }).catch(() => '')
  const folder = path.split(delimiter).find((each) => existsSync(join(each, program)))
  if (!folder) throw new Failure(`sendto: ${wanted} is neither in npm's cache nor to be had from the registry.`)
  return folder
}
