import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { findBun } from './harness/bun.js'
import { findNewestNode } from './harness/fetched.js'
import { describeQuiet } from './harness/machine.js'
import { note } from './harness/note.js'
import type { Plan } from './harness/rounds.js'
import { describeRun, type Run } from './harness/run.js'
import { print, type Table } from './harness/table.js'
import { withLevels } from './works/goals.js'
import { allWorks, coreWorks } from './works/index.js'
import { othersOf } from './works/others.js'
import { absentBackends } from './works/subjects.js'

const usage = `bench [${Object.keys(allWorks).join('|')}]... [--quick] [--fetch] [--rounds N] [--scale PART] [--minutes N] [--json FILE]`

// What is asked about and not measured.
const unwritten = ['C on io_uring, multishot: there is no such yardstick yet']

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
  const began = performance.now()
  const rounds = Number(options.rounds ?? (options.quick ? 3 : 4))
  const scale = Number(options.scale ?? (options.quick ? 0.15 : 0.5))
  note('what is to be measured is looked for')
  const plan: Plan = {
    rounds,
    scale,
    core: options.quick,
    fetch: options.fetch,
    bun: findBun(options.fetch),
    newest: findNewestNode(options.fetch),
  }
  const described: Run = { ...describeRun(plan, othersOf(plan).versions), quiet: await describeQuiet() }
  console.log(`${described.machine}, ${described.kernel}, ${described.date}`)
  console.log(described.versions.join(', '))
  console.log(described.quiet)
  const absent = [...absentBackends, ...othersOf(plan).absent, ...unwritten]
  for (const reason of absent) console.log(`absent: ${reason}`)
  const tables: Table[] = []
  const seconds = () => Math.round((performance.now() - began) / 1000)
  // After each work, so that a run that is ended early has not been for nothing. Where its tools lie is nobody's business.
  const write = () => {
    if (options.json === undefined) return
    const measured = { run: { ...described, seconds: seconds() }, plan: { rounds, scale }, tables, absent }
    writeFileSync(options.json, `${JSON.stringify(measured, null, 1)}\n`)
  }
  for (const [index, name] of names.entries()) {
    if (seconds() > Number(options.minutes ?? Number.POSITIVE_INFINITY) * 60) {
      absent.push(`the work ${name}: ${options.minutes} minutes were over`)
      note(absent.at(-1) as string)
      continue
    }
    note(`${name}, ${index + 1} of ${names.length}, ${seconds()} s so far`)
    for (const table of (await allWorks[name]?.(plan)) ?? []) {
      const whole = withLevels(table)
      print(whole)
      tables.push(whole)
    }
    write()
  }
  write()
  console.log(`\n${seconds()} s`)
}
