import { type Planned, plan } from '@sendto/conformance'
import { subjects } from './subjects.js'

/** One case, and what becomes of it on each backend, in the order of `subjects`. */
export interface Row {
  readonly id: string
  readonly title: string
  readonly planned: readonly Planned[]
}

/** Every case of the suite. */
export function rows(): Row[] {
  const plans = subjects.map((subject) => plan(subject))
  const [first = []] = plans
  return first.map(({ id, title }, index) => ({ id, title, planned: plans.map((each) => each[index] as Planned) }))
}

/** A table in Markdown with a column for each backend. */
export function table(lines: readonly { readonly id: string; readonly cells: readonly string[] }[]): string {
  const header = ['case', ...subjects.map(({ backend }) => backend.name)]
  const all = [header, header.map(() => '---'), ...lines.map(({ id, cells }) => [`\`${id}\``, ...cells])]
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** What the suite asks of each backend, the same on every host: the table of the README. */
export function declared(): string {
  const lines = rows().map(({ id, planned }) => ({
    id,
    cells: planned.map(({ status }) => (status === 'not applicable' ? '-' : 'asked')),
  }))
  return table(lines)
}
