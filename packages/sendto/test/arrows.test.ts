import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What each package may stand on, of this project's own: docs/architecture.md. Apps stand on anything but each other's insides. */
const arrows: Record<string, readonly string[]> = {
  '@sendto/core': [],
  '@sendto/napi': ['@sendto/core'],
  '@sendto/koffi': ['@sendto/core'],
  '@sendto/conformance': ['@sendto/core'],
  '@sendto/socket': ['@sendto/core'],
  '@sendto/dgram': ['sendto'],
  '@sendto/unix-dgram': ['@sendto/dgram'],
  sendto: ['@sendto/core', '@sendto/socket', '@sendto/napi', '@sendto/koffi'],
}

const packages = join(import.meta.dirname, '../..')
const folders = readdirSync(packages).filter((name) => statSync(join(packages, name)).isDirectory())
const manifests = folders.map((folder) => ({
  folder,
  ...JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8')),
}))
const isOurs = (name: string) => name === 'sendto' || name.startsWith('@sendto/')

describe('the arrows between packages', () => {
  it('are drawn for every package', () => {
    expect(manifests.map(({ name }) => name).sort()).toEqual(Object.keys(arrows).sort())
  })

  it.each(manifests)('are kept by the manifest of $name', ({ name, dependencies = {}, peerDependencies = {} }) => {
    const ours = Object.keys({ ...dependencies, ...peerDependencies }).filter(isOurs)
    expect(arrows[name]).toEqual(expect.arrayContaining(ours))
  })

  it.each(manifests)('are kept by the imports of $name', ({ name, folder }) => {
    const imported = sources(join(packages, folder, 'src')).flatMap((file) => importsOf(readFileSync(file, 'utf8')))
    expect([...(arrows[name] ?? []), name]).toEqual(expect.arrayContaining([...new Set(imported.filter(isOurs))]))
  })

  it('leave the names of backends to one file', () => {
    const naming = sources(join(packages, 'sendto/src')).filter((file) =>
      /@sendto\/(napi|koffi)/.test(readFileSync(file, 'utf8')),
    )
    expect(naming.map((file) => file.slice(packages.length))).toEqual(['/sendto/src/backends.ts'])
  })
})

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.c?ts$/.test(file))
    .map((file) => join(folder, file))
}

/** The packages that a source names: `@sendto/core` of `@sendto/core/x`. */
function importsOf(source: string): string[] {
  const specifiers = [...source.matchAll(/(?:from|import|import\(|require\()\s*'([^'.][^']*)'/g)].map(
    ([, specifier = '']) => specifier,
  )
  return specifiers.map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
}
