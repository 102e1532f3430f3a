import { type Backend, declares } from '@sendto/core'
import type { Case } from './case.js'
import { cases } from './cases/index.js'
import { openContext } from './context.js'
import { missing } from './facts.js'
import type { Subject } from './subject.js'

/** What becomes of a case for a backend on this host. */
export interface Planned {
  readonly id: string
  readonly title: string
  /**
   * `run`: it is to be run. `not applicable`: it asks for what this backend has not declared, or is about the absence of what it has; the same on every host.
   * `skip`: this host lacks something, or the backend does not load on it.
   */
  readonly status: 'run' | 'not applicable' | 'skip'
  /** Why it is not to be run, in a sentence. */
  readonly reason: string | null
  /** Rejects if the backend does not do what is asked. */
  run(): Promise<void>
}

export interface PlanOptions {
  /** For how many milliseconds a receive waits for a datagram that should be there. */
  readonly patience?: number
}

/** Every case, and what becomes of it. Runs none. */
export function plan(subject: Subject, { patience = 3000 }: PlanOptions = {}): Planned[] {
  const absence = loadFailure(subject.backend)?.message ?? null
  return cases.map((each) => {
    const inapplicable = whyNotApplicable(each, subject.backend)
    const reason = inapplicable ?? absence ?? whyNotHere(each)
    return {
      id: each.id,
      title: each.title,
      status: reason === null ? 'run' : inapplicable === null ? 'skip' : 'not applicable',
      reason,
      run: () => runCase(each, subject, patience),
    }
  })
}

/** What a backend is asked and what not, and why: the same on every host, to be kept beside it, so that nothing falls away unseen. */
export function inventory(backend: Backend): string {
  const lines = cases.map((each) => {
    const reason = whyNotApplicable(each, backend)
    return reason === null ? each.id : `${each.id}: not applicable. ${reason}`
  })
  return `${lines.join('\n')}\n`
}

/** Why the backend does not load, its own error being the cause; null if it does. */
export function loadFailure(backend: Backend): Error | null {
  try {
    backend.load()
    return null
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return new Error(`The backend ${backend.name} does not load: ${reason}`, { cause: error })
  }
}

function whyNotApplicable(
  { requires = [], lacks, constants = [], platforms }: Case,
  { platform, capabilities, name }: Backend,
): string | null {
  const undeclared = requires.find((capability) => !declares(capabilities, capability))
  if (undeclared !== undefined) return `The backend ${name} has not declared the capability ${undeclared}.`
  if (lacks !== undefined && declares(capabilities, lacks))
    return `The backend ${name} declares the capability ${lacks}.`
  const unknown = constants.find((constant) => platform.constants[constant] === undefined)
  if (unknown !== undefined) return `The platform ${platform.name} has no ${unknown}.`
  if (platforms !== undefined && !platforms.includes(platform.name))
    return `The platform ${platform.name} does not promise it.`
  return null
}

function whyNotHere({ needs = [] }: Case): string | null {
  return needs.map(missing).find((reason) => reason !== null) ?? null
}

async function runCase(each: Case, subject: Subject, patience: number): Promise<void> {
  const { context, dispose } = openContext(subject, patience)
  try {
    await each.run(context)
  } finally {
    await dispose()
  }
}
