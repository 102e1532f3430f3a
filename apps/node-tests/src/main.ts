import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Failure, run } from '@sendto/apps-shared'
import { Command } from 'commander'
import { type BackendName, backendNames } from 'sendto'
import { reasons } from './reasons.js'
import { environmentFor, type Outcome, runTest, type Source } from './run-test.js'
import { fetchTests } from './source.js'

interface Options {
  readonly folder?: string
  readonly only: string
  readonly verbose: boolean
}

const columns: readonly (BackendName | null)[] = [null, ...backendNames]

run(async () => {
  const command = new Command('dgram:node-tests')
    .description(
      "Runs Node's own tests of dgram, which Debian's source package nodejs carries, on Node's dgram and on the drop-in.",
    )
    .option('--folder <path>', 'where the source is, or is fetched to (default: a temporary folder)')
    .option('--only <text>', 'run the tests whose names have this in them', '')
    .option('--verbose', 'print what failing tests say', false)
    .exitOverride()
    .parse()
  const { folder, only, verbose } = command.opts<Options>()
  const kept = folder === undefined ? await mkdtemp(join(tmpdir(), 'sendto-node-tests-')) : resolve(folder)
  try {
    const tree = await fetchTests(kept)
    const source = { tree, environment: await environmentFor(tree) }
    const tests = (await testsOf(tree)).filter((test) => test.includes(only))
    console.log(`| test | ${columns.map((column) => column ?? 'node:dgram').join(' | ')} |`)
    console.log(`| --- | ${columns.map(() => '---').join(' | ')} |`)
    const passed = columns.map(() => 0)
    const unexplained: string[] = []
    const explained: string[] = []
    for (const test of tests) {
      const outcomes = await runAll(source, test)
      console.log(`| ${test.slice('test/'.length)} | ${outcomes.map(({ result }) => result).join(' | ')} |`)
      for (const [i, outcome] of outcomes.entries()) if (outcome.result !== 'failed') (passed[i] as number)++
      if (verbose) print(outcomes)
      const [own, ...ours] = outcomes as [Outcome, ...Outcome[]]
      const isWorse = own.result !== 'failed' && ours.some(({ result }) => result === 'failed')
      const reason = reasons[nameOf(test)]
      if (isWorse && reason === undefined) unexplained.push(test)
      else if (isWorse) explained.push(`${nameOf(test)}: ${reason}`)
    }
    console.log(
      `\nnot failed, of ${tests.length}: ${columns.map((c, i) => `${c ?? 'node:dgram'} ${passed[i]}`).join(', ')}`,
    )
    if (passed[0] === 0) throw new Failure("none of them passes on Node's own dgram: this says nothing of the drop-in")
    for (const line of explained) console.log(line)
    if (unexplained.length === 0) return
    console.log(`fail on the drop-in alone, and nobody knows why: ${unexplained.join(', ')}`)
    process.exitCode = 1
  } finally {
    if (folder === undefined) await rm(kept, { recursive: true, force: true })
  }
})

/** Runs a test on each; one by one if it wants to be alone, by a fixed port for one. */
async function runAll(source: Source, test: string): Promise<Outcome[]> {
  if (!test.startsWith('test/sequential/')) return Promise.all(columns.map((backend) => runTest(source, test, backend)))
  const outcomes: Outcome[] = []
  for (const backend of columns) outcomes.push(await runTest(source, test, backend))
  return outcomes
}

function print(outcomes: readonly Outcome[]): void {
  for (const [i, { result, said }] of outcomes.entries()) {
    if (result === 'failed') console.log(`--- ${columns[i] ?? 'node:dgram'}\n${said.trimEnd()}\n---`)
  }
}

async function testsOf(tree: string): Promise<string[]> {
  const folders = ['test/parallel', 'test/sequential']
  const all = await Promise.all(
    folders.map(async (folder) => (await readdir(join(tree, folder))).map((name) => `${folder}/${name}`)),
  )
  return all
    .flat()
    .filter((name) => /\.m?js$/.test(name))
    .sort()
}

function nameOf(test: string): string {
  return test.slice(test.lastIndexOf('/') + 1).replace(/\.m?js$/, '')
}
