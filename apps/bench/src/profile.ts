import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { flame } from './profile/flame.js'
import { innermost, readStacks } from './profile/stacks.js'
import { scenes, subjects } from './profile/works.js'

const usage = `bench:profile ${Object.keys(scenes).join('|')} [--of CONTENDER] [--milliseconds N] [--svg FILE]
contenders: ${subjects.map(({ name }) => `"${name}"`).join(', ')}`

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    of: { type: 'string', default: subjects[0]?.name ?? '' },
    milliseconds: { type: 'string', default: '2000' },
    svg: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const [work = ''] = positionals
const subject = subjects.find(({ name }) => name === options.of)
const stage = Object.hasOwn(scenes, work) ? scenes[work] : undefined

if (options.help || subject === undefined || stage === undefined) {
  console.log(usage)
  process.exitCode = options.help ? 0 : 2
} else {
  const milliseconds = Number(options.milliseconds)
  const title = `${work}, ${subject.name}`
  const folder = mkdtempSync(join(tmpdir(), 'sendto-profile-'))
  try {
    await sample(title, milliseconds, join(folder, 'perf.data'))
    await countCalls(title, milliseconds, join(folder, 'calls'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A flame graph of the process under work, with the frames of the kernel and of the addon. */
async function sample(title: string, milliseconds: number, file: string): Promise<void> {
  const why = whyNot('perf', ['version'])
  if (why !== undefined) return console.log(`no flame graph: ${why}`)
  // So that perf knows compiled JavaScript by name, and stacks can be walked through what V8 brings with it.
  const flags = subject?.name === 'C' ? [] : ['--perf-basic-prof', '--interpreted-frames-native-stack']
  await using scene = await (stage as NonNullable<typeof stage>)(subject as NonNullable<typeof subject>, { flags })
  await scene.work(milliseconds / 4)
  const perf = spawn('perf', ['record', '-q', '-F', '2999', '-g', '-o', file, '-p', String(scene.looked.pid)], {
    stdio: 'inherit',
  })
  const over = once(perf, 'exit')
  await scene.work(milliseconds)
  perf.kill('SIGINT')
  await over
  const text = execFileSync('perf', ['script', '-i', file, '-F', 'comm,ip,sym'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  rmSync(`/tmp/perf-${scene.looked.pid}.map`, { force: true })
  const root = readStacks(text)
  if (root.count === 0) return console.log('no flame graph: perf took no sample')
  const target = options.svg ?? `profile-${title.replaceAll(/[^a-z0-9]+/gi, '-')}.svg`
  writeFileSync(target, flame(title, root))
  console.log(`${target}: ${root.count} samples. Innermost:`)
  for (const { name, part } of innermost(root, 25)) console.log(`  ${(part * 100).toFixed(1).padStart(5)} %  ${name}`)
}

/** The system calls that the process makes under work, counted by strace(1), which slows it down. */
async function countCalls(title: string, milliseconds: number, file: string): Promise<void> {
  const why = whyNot('strace', ['--version'])
  if (why !== undefined) return console.log(`no system calls: ${why}`)
  await using scene = await (stage as NonNullable<typeof stage>)(subject as NonNullable<typeof subject>, {})
  await scene.work(milliseconds / 4)
  const strace = spawn('strace', ['-f', '-c', '-S', 'calls', '-o', file, '-p', String(scene.looked.pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const over = once(strace, 'exit')
  // It says so once it is attached.
  await Promise.race([once(strace.stderr, 'data'), over])
  await scene.work(milliseconds / 4)
  strace.kill('SIGINT')
  await over
  console.log(`\nsystem calls of ${title}\n${readFileSync(file, 'utf8').trimEnd()}`)
}

function whyNot(tool: string, args: readonly string[]): string | undefined {
  return spawnSync(tool, args).status === 0 ? undefined : `${tool} is not installed here`
}
