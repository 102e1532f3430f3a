// Puts the addon that was built here where a published package looks for it: prebuilds/PLATFORM-ARCH[-musl]/sendto.node.

import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const built = join(root, 'native/build/Release/sendto.node')
const { glibcVersionRuntime } = process.report.getReport().header
const musl = process.platform === 'linux' && glibcVersionRuntime === undefined ? '-musl' : ''
const folder = join(root, 'prebuilds', `${process.platform}-${process.arch}${musl}`)

if (existsSync(built)) {
  mkdirSync(folder, { recursive: true })
  copyFileSync(built, join(folder, 'sendto.node'))
  console.log(folder)
} else {
  console.error(`no addon was built here (npm run build): there is nothing to put into ${folder}`)
  process.exitCode = 1
}
