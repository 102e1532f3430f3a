import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './child.mjs'

const leftAlone = new Set(['node_modules', '.turbo', 'coverage'])

/** The files below a folder, relative to the root, in an order of their own that does not change. */
export function filesBelow(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries.sort(byName).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return leftAlone.has(entry.name) ? [] : filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}

/** The packages' folders, relative to the root. */
export function packageFolders() {
  return ['packages', 'apps']
    .filter((parent) => existsSync(join(root, parent)))
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
}

/** Content, not times: a checkout that brings the same bytes back changes nothing. */
export function fingerprint(files, ...facts) {
  const hash = createHash('sha256').update(JSON.stringify(facts))
  for (const file of files) hash.update(`${file}\0${digestOf(file)}\0`)
  return hash.digest('hex')
}

// An editor's temporary file may vanish between being listed and being read.
function digestOf(file) {
  try {
    const content = readFileSync(join(root, file))
    return createHash('sha256').update(content).digest('hex')
  } catch {
    return 'absent'
  }
}

function byName(a, b) {
  return a.name < b.name ? -1 : 1
}
