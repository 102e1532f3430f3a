import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './child.mjs'

// It lives and dies with what it speaks of.
const folder = join(root, 'node_modules')
const file = join(folder, '.sendto.json')

/** What earlier runs left: where pnpm is, and fingerprints of what was installed and built. */
export const state = read()

export function remember(facts) {
  Object.assign(state, facts)
  if (!existsSync(folder)) return
  // Renamed into place, since another run may be reading.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(state, null, 2))
  renameSync(draft, file)
}

function read() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}
