import { quantile, ratioOf } from '../harness/spread.js'
import { type Column, type Goal, type Row, type Table, valuesOf } from '../harness/table.js'
import type { Measured } from './file.js'
import { type Judged, judge } from './goals.js'
import { reasons } from './reasons.js'

/** docs/performance.md, of one file of figures. `plots` has the path of the picture of each table. */
export function markdown({ run, plan, tables, absent = [] }: Measured, plots: readonly (string | undefined)[]): string {
  const judged = judge(tables)
  return [
    '# Performance',
    '',
    `Made from [performance.json](performance.json) by \`npm run bench:report docs/performance.json\`; that file is what \`${run.command ?? 'npm run bench'}\` measured:`,
    '',
    `- ${run.machine}, ${run.kernel}, ${run.date}`,
    `- ${run.versions.join(', ')}`,
    ...(run.quiet === undefined ? [] : [`- ${run.quiet}`]),
    `- ${plan.rounds} rounds, in each of which every work has its turn${shorter(tables, plan.rounds)}; in each round of a work the contenders in turn (A B C A B C), each in processes of their own; who sends first on one core, who receives first on the other${run.seconds === undefined ? '' : `; ${run.seconds} s in all`}`,
    '',
    'A figure is the median of the rounds; a ratio is taken within a round, and stands with its least and greatest. Where the middle half of the rounds is further apart than 15 % of the median, or there are fewer than three of them, there is no ratio. CPU time is what the operating system says the process took. What a sender sends faster than its receiver takes it is lost, and shows as such. Over loopback a super-packet is never cut up.',
    '',
    '## Goals',
    '',
    ...goalsTable(judged),
    '',
    ...whys(judged),
    ...(absent.length > 0 ? ['## Absent', '', ...absent.map((line) => `- ${line}`), ''] : []),
    '## Figures',
    '',
    ...tables.flatMap((table, index) => figures(table, plots[index])),
  ].join('\n')
}

/** Says so where time was up before the last round of some works. */
function shorter(tables: readonly Table[], rounds: number): string {
  const fewest = Math.min(rounds, ...tables.flatMap(({ rows }) => rows.map(({ samples }) => samples.length)))
  return fewest === rounds ? '' : ` (some only in ${fewest}, since time was up)`
}

function whys(judged: readonly Judged[]): string[] {
  const missed = new Set(judged.filter(({ verdict }) => verdict === 'missed').map(({ table }) => table.work))
  const lines = [...missed].flatMap((work) => (reasons[work] === undefined ? [] : [`- \`${work}\`: ${reasons[work]}`]))
  return lines.length === 0 ? [] : ['Why, as the profiles show it:', '', ...lines, '']
}

function goalsTable(judged: readonly Judged[]): string[] {
  const met = judged.filter(({ verdict }) => verdict === 'met').length
  const open = judged.filter(({ verdict }) => verdict === 'undecided').length
  const undecided = open === 0 ? '' : `, ${open} undecided, since the rounds do not agree`
  return [
    `${met} of ${judged.length} met${undecided}.`,
    '',
    '| work | contender | goal | measured | |',
    '|---|---|---|---|---|',
    ...judged.map(({ table, row, goal, ratio, verdict }) =>
      cells([
        table.title,
        row.name,
        aim(goal, table.columns[0]),
        `${number(ratio.median)} (${number(ratio.least)} to ${number(ratio.greatest)})`,
        verdict === 'met' ? 'met' : `**${verdict}**`,
      ]),
    ),
  ]
}

function aim({ of, least, most }: Goal, column: Column | undefined): string {
  const limit = least === undefined ? `at most ${most}` : `at least ${least}`
  return of === undefined ? `${limit} ${column?.title ?? ''}` : `${limit} x ${of}`
}

function figures(table: Table, plot: string | undefined): string[] {
  const { title, columns, rows, yardsticks, absent = [] } = table
  const [first] = columns
  const others = yardsticks.filter((name) => rows.some((row) => row.name === name)).slice(0, 2)
  const lines = rows.map((row) =>
    cells([
      row.name,
      ...columns.map(({ name, digits }) => {
        const values = valuesOf(row, name)
        return values.length === 0 ? '' : quantile(values, 0.5).toFixed(digits)
      }),
      ...others.map((name) => ratioCell(row, name, rows, first)),
    ]),
  )
  const heads = ['', ...columns.map(({ title }) => title), ...others.map((name) => `x ${name}`)]
  return [
    `### ${title}`,
    '',
    ...(rows.length === 0 ? [] : [cells(heads), `|---${'|---:'.repeat(heads.length - 1)}|`, ...lines, '']),
    ...(plot === undefined ? [] : [`![${title}](${plot})`, '']),
    ...absent.map((line) => `Absent: ${line}.\n`),
  ]
}

function ratioCell(row: Row, of: string, rows: readonly Row[], column: Column | undefined): string {
  const other = rows.find(({ name }) => name === of)
  if (other === undefined || other === row || column === undefined) return ''
  const { median, least, greatest, means } = ratioOf(valuesOf(row, column.name), valuesOf(other, column.name))
  const range = `${number(least)} to ${number(greatest)}`
  return means ? `${number(median)} (${range})` : `none (${range})`
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}

function cells(list: readonly string[]): string {
  return `| ${list.join(' | ')} |`
}
