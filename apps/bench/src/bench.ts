import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { findBun } from './harness/bun.js'
import { findNewestNode } from './harness/fetched.js'
import { inRounds } from './harness/in-rounds.js'
import { busy, describeQuiet } from './harness/machine.js'
import { note } from './harness/note.js'
import type { Plan } from './harness/rounds.js'
import { describeRun, type Run } from './harness/run.js'
import { print, type Table } from './harness/table.js'
import type { Measured } from './report/file.js'
import { withLevels } from './works/goals.js'
import { allWorks, coreWorks } from './works/index.js'
import { uringIf } from './works/levels.js'
import { othersOf } from './works/others.js'
import { absentBackends } from './works/subjects.js'

const usage = `bench [${Object.keys(allWorks).join('|')}]... [--quick] [--fetch] [--rounds N] [--scale PART] [--minutes N] [--json FILE]
Every work has its turn in a first round, then in a second, and so on; with --minutes no round of a work begins that would not be over by then.`

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    fetch: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    scale: { type: 'string' },
    minutes: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const all = options.quick ? coreWorks : Object.keys(allWorks)
const names = positionals.length === 0 ? all : positionals

if (options.help || names.some((name) => !Object.hasOwn(allWorks, name))) {
  console.log(usage)
  process.exitCode = options.help ? 0 : 2
} else {
  await run()
}

async function run(): Promise<void> {
  const rounds = Number(options.rounds ?? (options.quick ? 3 : 4))
  const scale = Number(options.scale ?? (options.quick ? 0.15 : 0.5))
  const minutes = Number(options.minutes ?? (options.quick ? 1.85 : Number.POSITIVE_INFINITY))
  note('what is to be measured is looked for')
  const plan: Plan = {
    rounds: 1,
    scale,
    core: options.quick,
    fetch: options.fetch,
    bun: findBun(options.fetch),
    newest: findNewestNode(options.fetch),
  }
  const { versions, absent } = othersOf(plan)
  const command = `npm run bench -- ${process.argv.slice(2).join(' ')}`
  const described: Run = { command, ...describeRun(plan, versions) }
  const looks: number[] = []
  const look = async () => looks.push(await busy(500))
  await look()
  console.log(`${described.machine}, ${described.kernel}, ${described.date}`)
  console.log(described.versions.join(', '))
  console.log(describeQuiet(looks))
  const missing = [...absentBackends, ...uringIf().absent, ...absent]
  for (const reason of missing) console.log(`absent: ${reason}`)

  // Since this process began: what npm brought counts.
  const seconds = () => Math.round(performance.now() / 1000)
  const measured = new Map<string, readonly Table[]>()
  const printed = new Set<string>()
  const show = (name: string, tables: readonly Table[]) => {
    printed.add(name)
    for (const table of tables) print(table)
  }
  // After each work, so that a run that is ended early has not been for nothing. Where its tools lie is nobody's business.
  const write = () => {
    if (options.json === undefined) return
    const tables = names.flatMap((name) => measured.get(name) ?? [])
    const run: Run = { ...described, quiet: describeQuiet(looks), seconds: seconds() }
    const file: Measured = { run, plan: { rounds, scale }, tables, absent: missing }
    writeFileSync(options.json, `${JSON.stringify(file, null, 1)}\n`)
  }
  const works = new Map(names.map((name) => [name, async () => ((await allWorks[name]?.(plan)) ?? []).map(withLevels)]))
  for await (const { name, tables, isLast } of inRounds(works, {
    rounds,
    seconds: minutes * 60 - seconds(),
    before: look,
  })) {
    measured.set(name, tables)
    write()
    if (isLast) show(name, tables)
  }
  for (const name of names) {
    const tables = measured.get(name)
    if (tables === undefined) missing.push(`the work ${name}: there was no time for it in ${minutes} minutes`)
    else if (!printed.has(name)) show(name, tables)
  }
  write()
  console.log(`\n${describeQuiet(looks)}\n${seconds()} s`)
}
