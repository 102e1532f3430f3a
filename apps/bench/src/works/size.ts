import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findModule } from '../harness/fetched.js'
import type { Plan } from '../harness/rounds.js'
import type { Row, Table } from '../harness/table.js'

interface Manifest {
  readonly files?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const own = createRequire(import.meta.url)

/** What is on the disk once a package is installed, with all that it depends on; of ours, what would be published, with the addon built here. */
export async function size({ fetch = false }: Plan): Promise<Table[]> {
  const absent: string[] = []
  const rows: Row[] = [row('sendto', 'sendto'), row('@sendto/dgram', '@sendto/dgram'), row('koffi', 'koffi')]
  for (const name of ['udx-native', 'unix-dgram']) {
    const found = findModule(fetch, name)
    if ('absent' in found) absent.push(`${name}: ${found.absent}`)
    else rows.push(row(name, found.path))
  }
  return [
    {
      work: 'size',
      title: 'installed',
      columns: [
        { name: 'size', title: 'KiB', digits: 0 },
        { name: 'files', title: 'files', digits: 0 },
        { name: 'packages', title: 'packages', digits: 0 },
      ],
      rows,
      yardsticks: [],
      absent,
    },
  ]
}

function row(name: string, from: string): Row {
  const folders = new Set<string>()
  const total = { size: 0, files: 0 }
  const include = (folder: string) => {
    if (folders.has(folder)) return
    folders.add(folder)
    const { files, dependencies, optionalDependencies }: Manifest = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    )
    for (const entry of files ?? ['.']) add(join(folder, entry.replace(/\/?\*.*$/, '')), total)
    const require = createRequire(join(folder, 'package.json'))
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = folderOf(require, name)
      if (found !== undefined) include(found)
    }
  }
  const folder = folderOf(own, from)
  if (folder === undefined) throw new Error(`${name} is not here`)
  include(folder)
  return { name, samples: [{ size: total.size / 1024, files: total.files, packages: folders.size }] }
}

function folderOf(require: NodeJS.Require, name: string): string | undefined {
  try {
    return realpathSync(dirname(require.resolve(`${name}/package.json`)))
  } catch {
    // A package that exports no such path, or one for another platform.
    for (const path of require.resolve.paths(name) ?? []) {
      const folder = join(path, name)
      if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return realpathSync(folder)
    }
    return undefined
  }
}

function add(path: string, total: { size: number; files: number }): void {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isDirectory()) {
    total.size += stat.size
    total.files++
    return
  }
  for (const name of readdirSync(path)) if (name !== 'node_modules') add(join(path, name), total)
}
