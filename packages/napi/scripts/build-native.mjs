// Builds the addon from native/, unless the one that stands there is of the same sources, tools and kind of machine. Where it cannot be built, says why in one
// line, leaves that line for the loader in native/build/not-built.txt, and succeeds: the other backends do without a compiler.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const native = join(import.meta.dirname, '../native')
const build = join(native, 'build')
const addon = join(build, 'Release/sendto.node')
const stamp = join(build, 'stamp.txt')
const notBuilt = join(build, 'not-built.txt')

const tools = [
  { what: 'a C++ compiler', commands: [process.env.CXX, 'c++', 'g++', 'clang++'] },
  { what: 'make', commands: [process.env.MAKE, 'make', 'gmake'] },
  { what: 'python3', commands: [process.env.PYTHON, 'python3', 'python'] },
]

const missing = tools.filter(({ commands }) => !commands.some(runs)).map(({ what }) => what)
if (missing.length > 0) giveUp(`the addon was not built: ${missing.join(' and ')} not found`)
else if (!existsSync(addon) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint()) make()

function make() {
  console.error('napi: building the addon')
  rmSync(build, { recursive: true, force: true })
  const nodeGyp = createRequire(import.meta.url).resolve('node-gyp/bin/node-gyp.js')
  const env = { ...process.env, ...localHeaders() }
  const args = [nodeGyp, 'rebuild', '--directory', native, '--loglevel=warn']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
  if (status === 0) {
    writeFileSync(stamp, fingerprint())
  } else {
    process.stderr.write(stdout + stderr)
    giveUp('the addon was not built: the compiler failed, and the build printed why')
  }
}

function giveUp(reason) {
  rmSync(build, { recursive: true, force: true })
  mkdirSync(build)
  writeFileSync(notBuilt, `${reason}\n`)
  console.error(`napi: ${reason}`)
}

function runs(command) {
  return command !== undefined && spawnSync(command, ['--version']).status === 0
}

/** Everything that the binary depends on. Not the version of Node: Node-API is the same for all. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const file of [...sources(), import.meta.filename]) hash.update(file).update(readFileSync(file))
  for (const name of ['CC', 'CXX', 'CFLAGS', 'CXXFLAGS', 'LDFLAGS']) hash.update(`${name}=${process.env[name] ?? ''}\n`)
  return hash.update(`${process.platform} ${process.arch}`).digest('hex')
}

function sources() {
  const src = join(native, 'src')
  return [
    join(native, 'binding.gyp'),
    ...readdirSync(src)
      .sort()
      .map((name) => join(src, name)),
  ]
}

/** The headers that lie beside the running Node, so that node-gyp need not fetch any. */
function localHeaders() {
  const prefix = dirname(dirname(process.execPath))
  const version = join(prefix, 'include/node/node_version.h')
  const major = process.versions.node.split('.')[0]
  const fits = existsSync(version) && readFileSync(version, 'utf8').includes(`#define NODE_MAJOR_VERSION ${major}\n`)
  return fits ? { npm_config_nodedir: prefix } : {}
}
