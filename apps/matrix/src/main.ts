import { parseArgs } from 'node:util'
import type { Planned } from '@sendto/conformance'
import { writeReadme } from './readme.js'
import { rows, table } from './table.js'

/** Runs every case on every backend of this host and prints what came of it; with --write, brings the README's table up to date instead. */
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } })

if (values.write) writeReadme()
else await run()

async function run(): Promise<void> {
  const notes: string[] = []
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const lines: { id: string; cells: string[] }[] = []
  for (const { id, planned } of rows()) {
    const cells: string[] = []
    for (const each of planned) cells.push(await cell(each))
    lines.push({ id, cells })
  }
  console.log(table(lines))
  if (notes.length > 0) console.log(`\n${notes.map((note, index) => `${index + 1}. ${note}`).join('\n')}`)
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  if (counts.failed > 0) process.exitCode = 1

  async function cell({ id, status, reason, run }: Planned): Promise<string> {
    if (status === 'not applicable') return `- ${note(reason ?? '')}`
    if (status === 'skip') {
      counts.skipped++
      return `skipped ${note(reason ?? '')}`
    }
    try {
      await run()
      counts.passed++
      return 'yes'
    } catch (error) {
      counts.failed++
      return `no ${note(`${id}: ${String(error).split('\n', 1)[0]}`)}`
    }
  }

  /** The number of a footnote; the same sentence has the same one. */
  function note(text: string): string {
    if (!notes.includes(text)) notes.push(text)
    return `(${notes.indexOf(text) + 1})`
  }
}
