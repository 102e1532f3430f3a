import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '@sendto/apps-shared'

const exec = promisify(execFile)

/** Where Debian keeps the keys of its archive. apt has others that it trusts, where this is not there. */
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** What of the source is wanted: the tests, and what they stand on. */
const wanted = [
  '*/test/parallel/test-dgram-*',
  '*/test/sequential/test-dgram-*',
  '*/test/common/*',
  '*/test/fixtures/*',
]

/**
 * Fetches Debian's source package `nodejs` by apt, from the mirrors that this machine has its packages from, and takes the tests of dgram from it. apt's settings and lists are those of the
 * folder, and the machine's stay as they are.
 * @returns the folder in which the tests are
 */
export async function fetchTests(folder: string): Promise<string> {
  const tree = join(folder, 'source')
  if (existsSync(join(tree, 'test'))) return tree
  for (const name of ['lists/partial', 'cache/archives/partial', 'download']) {
    await mkdir(join(folder, name), { recursive: true })
  }
  await writeFile(join(folder, 'sources.list'), await sourceLines())
  const settings = [
    `Dir::Etc::SourceList=${join(folder, 'sources.list')}`,
    'Dir::Etc::SourceParts=-',
    `Dir::State::Lists=${join(folder, 'lists')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    // The user that apt downloads by may not write here.
    'APT::Sandbox::User=',
  ].flatMap((setting) => ['-o', setting])
  await command('apt-get', [...settings, '-q', 'update'], folder)
  // The packaging beside it is no matter.
  const source = ['source', '--download-only', '--tar-only', '--only-source', 'nodejs']
  await command('apt-get', [...settings, '-q', ...source], join(folder, 'download'))
  const archive = (await readdir(join(folder, 'download'))).find((name) => /^nodejs_.*\.orig\.tar\.\w+$/.test(name))
  if (archive === undefined) throw new Failure("Debian's source package nodejs has no archive of Node")
  await mkdir(tree)
  const all = ['-xf', join(folder, 'download', archive), '-C', tree, '--strip-components=1', '--wildcards', ...wanted]
  await command('tar', all, folder)
  return tree
}

async function sourceLines(): Promise<string> {
  const format = '$(REPO_URI) $(RELEASE) $(COMPONENT)'
  const binary = await command('apt-get', [
    'indextargets',
    '--format',
    format,
    'Created-By: Packages',
    'Origin: Debian',
  ])
  const repositories = [...new Set(binary.split('\n').filter((line) => line !== ''))]
  if (repositories.length === 0) throw new Failure('apt knows no repository of Debian; `apt-get update` reads them')
  const signed = existsSync(keyring) ? `[signed-by=${keyring}] ` : ''
  return repositories.map((repository) => `deb-src ${signed}${repository}\n`).join('')
}

async function command(name: string, args: readonly string[], cwd?: string): Promise<string> {
  try {
    const { stdout } = await exec(name, args, { cwd, timeout: 600_000, maxBuffer: 2 ** 26 })
    return stdout
  } catch (error) {
    const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string }
    if (code === 'ENOENT') throw new Failure(`${name} is not installed: the tests come by Debian's packages`)
    throw new Failure(`${name}: ${(stderr || message).trimEnd()}`)
  }
}
