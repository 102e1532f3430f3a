import type { Run } from '../harness/run.js'
import type { Table } from '../harness/table.js'

/** What `npm run bench -- --json FILE` writes. */
export interface Measured {
  readonly run: Run
  readonly plan: { readonly rounds: number; readonly scale: number }
  readonly tables: readonly Table[]
  /** Contenders that could not be had, and why. */
  readonly absent?: readonly string[]
}
