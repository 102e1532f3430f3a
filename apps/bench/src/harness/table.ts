import { quantile, ratioOf } from './spread.js'

/** What one round of one contender gave: numbers by the names of the columns. */
export type Sample = Readonly<Record<string, number>>

export interface Column {
  readonly name: string
  readonly title: string
  /** Digits behind the point. */
  readonly digits: number
}

export interface Goal {
  /** The contender that a ratio is of; without one it is the figure itself. */
  readonly of?: string
  readonly least?: number
  readonly most?: number
}

export interface Row {
  readonly name: string
  /** One for each round. */
  readonly samples: Sample[]
  readonly goals?: readonly Goal[] | undefined
}

/** What was measured of one work. */
export interface Table {
  /** The name by which it is asked for. */
  readonly work: string
  readonly title: string
  /** The first is what ratios are of. */
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** Whom the others are compared with. */
  readonly yardsticks: readonly string[]
  /** What was not measured, and why. */
  readonly absent?: readonly string[]
}

/** Tables of a work with one more round of it; of the first one where there are none yet. */
export function joined(tables: readonly Table[] | undefined, round: readonly Table[]): readonly Table[] {
  if (tables === undefined) return round
  return tables.map((table, index) => ({
    ...table,
    rows: table.rows.map((row) => {
      const more = round[index]?.rows.find(({ name }) => name === row.name)?.samples ?? []
      return { ...row, samples: [...row.samples, ...more] }
    }),
  }))
}

/** Prints medians, ratios with their least and greatest, and goals. */
export function print({ title, columns, rows, yardsticks, absent = [] }: Table): void {
  console.log(`\n${title}`)
  const width = Math.max(0, ...rows.map(({ name }) => name.length))
  for (const row of rows) {
    const figures = columns.map(({ name, title, digits }) => {
      const values = valuesOf(row, name)
      return values.length === 0 ? '' : `${quantile(values, 0.5).toFixed(digits)} ${title}`
    })
    console.log(
      `  ${row.name.padEnd(width)}  ${[...figures, ...aims(row, columns)].filter((text) => text !== '').join(', ')}`,
    )
    const others = new Set([...yardsticks, ...(row.goals ?? []).flatMap(({ of }) => of ?? [])])
    others.delete(row.name)
    const ratios = [...others].flatMap((name) => ratioText(row, name, rows, columns))
    if (ratios.length > 0) console.log(`  ${''.padEnd(width)}    ${ratios.join('; ')}`)
  }
  for (const line of absent) console.log(`  absent: ${line}`)
}

function aims(row: Row, [column]: readonly Column[]): string[] {
  const goal = row.goals?.find(({ of }) => of === undefined)
  if (goal === undefined || column === undefined) return []
  return [`goal ${goalText(goal, quantile(valuesOf(row, column.name), 0.5))}`]
}

function ratioText(row: Row, yardstick: string, rows: readonly Row[], [column]: readonly Column[]): string[] {
  const other = rows.find(({ name }) => name === yardstick)
  if (other === undefined || column === undefined) return []
  const { median, least, greatest, isEnough, means } = ratioOf(valuesOf(row, column.name), valuesOf(other, column.name))
  const range = `${least.toFixed(2)} to ${greatest.toFixed(2)}`
  if (!isEnough) return [`no ratio to ${yardstick}: too few rounds (${range})`]
  if (!means) return [`no ratio to ${yardstick}: the rounds do not agree (${range})`]
  const goal = row.goals?.find(({ of }) => of === yardstick)
  return [
    `${median.toFixed(2)} x ${yardstick} (${range}${goal === undefined ? '' : `, goal ${goalText(goal, median)}`})`,
  ]
}

function goalText({ least, most }: Goal, value: number): string {
  const met = value >= (least ?? 0) && value <= (most ?? Number.POSITIVE_INFINITY)
  return `${least === undefined ? `at most ${most}` : `at least ${least}`}${met ? '' : ': missed'}`
}

export function valuesOf({ samples }: Row, column: string): number[] {
  return samples.flatMap((sample) => sample[column] ?? [])
}
