import { quantile, type Ratio, ratioOf } from '../harness/spread.js'
import { type Goal, type Row, type Table, valuesOf } from '../harness/table.js'

/** A goal, and how it went. */
export interface Judged {
  readonly table: Table
  readonly row: Row
  readonly goal: Goal
  /** The ratio, or the figure itself where the goal is not one of a ratio. */
  readonly ratio: Ratio
  readonly verdict: 'met' | 'missed' | 'undecided'
}

/** Every goal that stands beside a row, by work. A ratio whose rounds do not agree decides nothing. */
export function judge(tables: readonly Table[]): Judged[] {
  return tables.flatMap((table) =>
    table.rows.flatMap((row) =>
      (row.goals ?? []).flatMap((goal) => {
        const ratio = ratioFor(table, row, goal)
        return ratio === undefined ? [] : [{ table, row, goal, ratio, verdict: verdictOf(goal, ratio) }]
      }),
    ),
  )
}

function ratioFor({ rows, columns }: Table, row: Row, { of }: Goal): Ratio | undefined {
  const column = columns[0]?.name ?? ''
  const values = valuesOf(row, column)
  if (of === undefined) {
    return {
      median: quantile(values, 0.5),
      least: Math.min(...values),
      greatest: Math.max(...values),
      isEnough: true,
      means: true,
    }
  }
  const other = rows.find(({ name }) => name === of)
  return other && ratioOf(values, valuesOf(other, column))
}

function verdictOf({ least = 0, most = Number.POSITIVE_INFINITY }: Goal, ratio: Ratio): Judged['verdict'] {
  if (!ratio.isEnough) return 'undecided'
  // Rounds that do not agree on how much may well agree on which side they are.
  if (ratio.least >= least && ratio.greatest <= most) return 'met'
  if (ratio.greatest < least || ratio.least > most) return 'missed'
  if (!ratio.means) return 'undecided'
  return ratio.median >= least && ratio.median <= most ? 'met' : 'missed'
}
