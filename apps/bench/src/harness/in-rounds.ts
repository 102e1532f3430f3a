import { note } from './note.js'
import { barAt } from './progress.js'
import { joined, type Table } from './table.js'

export interface Bounds {
  readonly rounds: number
  /** No round of a work begins that would not be over by then, if it took as long as the one before. */
  readonly seconds: number
  /** Before each round. */
  readonly before: () => Promise<unknown>
}

/** A work that had its turn in a round. */
export interface Turn {
  readonly name: string
  /** Of all its rounds so far. */
  readonly tables: readonly Table[]
  /** Whether there is none to come. */
  readonly isLast: boolean
}

/**
 * Has each work have its turn in a first round, then in a second, and so on: a run that is bounded leaves out no work as long as there is time for one round, and the rounds of a
 * work, within which the contenders take turns, lie minutes apart.
 */
export async function* inRounds(
  works: ReadonlyMap<string, () => Promise<readonly Table[]>>,
  { rounds, seconds, before }: Bounds,
): AsyncGenerator<Turn> {
  const began = performance.now()
  const elapsed = () => (performance.now() - began) / 1000
  const known = new Map<string, { readonly tables: readonly Table[]; readonly took: number }>()
  for (let round = 1; round <= rounds; round++) {
    await before()
    for (const [index, [name, work]] of [...works].entries()) {
      const start = elapsed()
      const last = known.get(name)
      if (start + (last?.took ?? 0) > seconds) continue
      barAt(Math.max(((round - 1) * works.size + index) / (rounds * works.size), start / seconds))
      note(`round ${round} of ${rounds}: ${name}, ${index + 1} of ${works.size}, ${Math.round(start)} s so far`)
      const tables = joined(last?.tables, await work())
      known.set(name, { tables, took: elapsed() - start })
      yield { name, tables, isLast: round === rounds }
    }
  }
}
