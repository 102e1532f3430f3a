import type { Found } from './fetched.js'
import { progress } from './progress.js'
import type { Row, Sample } from './table.js'

/** How much is measured. */
export interface Plan {
  readonly rounds: number
  /** What part of the full number of datagrams, and of the full time, a round takes. */
  readonly scale: number
  /** Where the executable of Bun is, or why there is none. */
  readonly bun: Found
  /** Where the executable of the newest Node is. */
  readonly newest: Found
  /** Whether npm may bring what is not here. */
  readonly fetch?: boolean
  /** Whether only what has a goal is measured. */
  readonly core?: boolean
}

export interface Contender {
  readonly name: string
  readonly goals?: Row['goals']
  measure(): Promise<Sample>
}

/** Has the contenders take turns, A B C A B C, so that what changes on the machine meanwhile meets all of them. */
export async function takeTurns(title: string, rounds: number, contenders: readonly Contender[]): Promise<Row[]> {
  const rows = contenders.map(({ name, goals, measure }) => ({ name, goals, measure, samples: [] as Sample[] }))
  for (let round = 1; round <= rounds; round++) {
    for (const { name, measure, samples } of rows) {
      progress(`${title}: round ${round} of ${rounds}, ${name}`)
      samples.push(await measure())
    }
  }
  progress('')
  return rows.map(({ name, goals, samples }) => ({ name, goals, samples }))
}
