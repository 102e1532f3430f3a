import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { quantile } from './harness/spread.js'
import { type Table, valuesOf } from './harness/table.js'
import type { Measured } from './report/file.js'
import { markdown } from './report/markdown.js'
import { bars } from './report/svg.js'

/** node report.js FILE.json [FILE.md]: writes docs/performance.md, and a plot of each table beside it. */
const [file, target = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url))] = process.argv.slice(2)

if (file === undefined) {
  console.error('usage: bench:report FILE.json [FILE.md]')
  process.exitCode = 2
} else {
  write(JSON.parse(readFileSync(file, 'utf8')))
}

function write(measured: Measured): void {
  const folder = join(dirname(target), 'performance')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const plots = measured.tables.map((table, index) => {
    if (table.rows.length === 0) return undefined
    const name = `${table.work}-${index + 1}.svg`
    writeFileSync(join(folder, name), plot(table))
    return `performance/${name}`
  })
  writeFileSync(target, markdown(measured, plots))
}

function plot({ title, columns, rows }: Table): string {
  const [column] = columns
  if (column === undefined) return ''
  const list = rows.flatMap((row) => {
    const values = valuesOf(row, column.name)
    if (values.length === 0) return []
    const ours = /napi|koffi|ffi/.test(row.name)
    return [
      {
        name: row.name,
        ours,
        median: quantile(values, 0.5),
        least: Math.min(...values),
        greatest: Math.max(...values),
      },
    ]
  })
  return bars(title, column.title, list, column.digits)
}
