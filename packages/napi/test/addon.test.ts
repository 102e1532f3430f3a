import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Addon } from '../src/addon.js'

const own = join(import.meta.dirname, '..')
const built = 'native/build/Release/sendto.node'
const prebuilt = `prebuilds/${process.platform}-${process.arch}/sendto.node`

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sendto-napi-'))
  cpSync(join(own, 'dist'), join(folder, 'dist'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})

afterEach(() => rmSync(folder, { recursive: true }))

/** What the loader of a package with these files finds. */
async function load(): Promise<Addon> {
  const { loadAddon } = await import(pathToFileURL(join(folder, 'dist/addon.js')).href)
  return loadAddon()
}

function write(path: string, content: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

it('a published package has its addon among the prebuilt ones', async ({ skip }) => {
  if (!existsSync(join(own, built))) skip('The addon was not built here.')
  write(prebuilt, '')
  copyFileSync(join(own, built), join(folder, prebuilt))
  expect((await load()).sendto).toBeTypeOf('function')
})

it('an addon for another C library gives way to the one that loads', async ({ skip }) => {
  if (!existsSync(join(own, built))) skip('The addon was not built here.')
  write(prebuilt, 'of another C library')
  const other = prebuilt.replace('/sendto.node', '-musl/sendto.node')
  write(other, '')
  copyFileSync(join(own, built), join(folder, other))
  expect((await load()).sendto).toBeTypeOf('function')
})

it('one that does not load says why', async () => {
  write(built, 'not a library')
  await expect(load()).rejects.toThrow(/sendto\.node/)
})

it('a checkout whose addon could not be built says what the build said', async () => {
  write('native/build/not-built.txt', 'the addon was not built: a C++ compiler not found\n')
  await expect(load()).rejects.toThrow('the addon was not built: a C++ compiler not found')
})

it('a package without any says where it looked', async () => {
  await expect(load()).rejects.toThrow(
    `no addon for ${process.platform}-${process.arch} in native/build/Release, prebuilds/`,
  )
})
