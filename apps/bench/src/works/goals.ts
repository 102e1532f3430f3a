import type { Goal, Row, Table } from '../harness/table.js'

// What costs less through the one than through the other is as good as what costs more.
const within = 1.1

// Memory and starting are not the speed of a level, and of more processes than cores there are no ratios.
const apart = ['kept', 'memory', 'start', 'size', 'shards']

/** Adds what is aimed at in every table: that a backend without an addon is within a tenth of the addon, and that plain batches are no slower than Bun's. */
export function withLevels(table: Table): Table {
  const rows = table.rows.map((row) => ({ ...row, goals: [...(row.goals ?? []), ...levels(table, row)] }))
  return { ...table, rows }
}

function levels({ work, title, columns, rows }: Table, { name }: Row): Goal[] {
  // Single calls have goals of their own, in the work `calls`.
  const isCall = title.startsWith('sendto') || title.startsWith('recvfrom') || name.startsWith('five calls')
  if (isCall || apart.includes(work)) return []
  const isRate = columns[0]?.name === 'rate'
  const addon = name.replace('koffi', 'napi')
  const goals: Goal[] = []
  if (addon !== name && rows.some((row) => row.name === addon)) {
    goals.push(isRate ? { of: addon, least: 0.9 } : { of: addon, most: within })
  }
  if (work === 'send' && (name === 'napi' || name === 'koffi') && rows.some((row) => row.name === 'Bun')) {
    goals.push({ of: 'Bun', most: 1 })
  }
  return goals
}
