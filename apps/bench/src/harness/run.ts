import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'
import type { Plan } from './rounds.js'

/** What the figures belong to. */
export interface Run {
  /** The command by which it was measured. */
  readonly command?: string
  readonly date: string
  readonly machine: string
  readonly kernel: string
  readonly versions: readonly string[]
  /** How much others used the machine, as a sentence. */
  readonly quiet?: string
  readonly seconds?: number
}

export function describeRun({ bun, newest }: Plan, others: readonly string[]): Run {
  const { length } = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model}, ${length} ${length === 1 ? 'core' : 'cores'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    kernel: `${process.platform} ${release()}`,
    versions: [
      `Node ${process.version}`,
      ...('version' in newest ? [`Node ${newest.version}`] : []),
      ...('version' in bun ? [`Bun ${bun.version}`] : []),
      ...others,
      ...compiler(),
    ],
  }
}

function compiler(): string[] {
  try {
    return [execFileSync('cc', ['--version'], { encoding: 'utf8' }).split('\n')[0] as string]
  } catch {
    return []
  }
}
