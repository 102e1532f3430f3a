// Puts the addon that was built here where a published package looks for it: prebuilds/PLATFORM-ARCH[-musl]/sendto.node.

import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const { glibcVersionRuntime } = process.report.getReport().header
const musl = process.platform === 'linux' && glibcVersionRuntime === undefined ? '-musl' : ''
const folder = join(root, 'prebuilds', `${process.platform}-${process.arch}${musl}`)

mkdirSync(folder, { recursive: true })
copyFileSync(join(root, 'native/build/Release/sendto.node'), join(folder, 'sendto.node'))
console.log(folder)
