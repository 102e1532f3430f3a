import type { Capabilities, Constants, Indispensable } from '@sendto/core'
import type { CaseContext } from './context.js'
import type { Fact } from './facts.js'
import type { Family } from './inet.js'

/** One thing that every backend must do. */
export interface Case {
  /** The call, and a word for what is asked of it: `sendto/zero-length`. Stable and unique. */
  readonly id: string
  /** What is asked, as a sentence whose subject is the call, or the backend. */
  readonly title: string
  /** Capabilities without which there is nothing to ask. */
  readonly requires?: readonly (keyof Capabilities)[]
  /** The capability that must be absent: the case is about how it is refused. */
  readonly lacks?: Indispensable
  /** Constants that the backend's platform may not have. */
  readonly constants?: readonly (keyof Constants)[]
  /** The platforms whose kernels promise this, where not all do. */
  readonly platforms?: readonly string[]
  /** What the host must offer. */
  readonly needs?: readonly Fact[]
  /** Throws if the backend does not do it. */
  run(context: CaseContext): void | Promise<void>
}

/** A case for each address family; their ids end in it. */
export function eachFamily(make: (family: Family) => Case): Case[] {
  return (['IPv4', 'IPv6'] as const).map((family) => {
    const { id, title, needs = [], ...rest } = make(family)
    return {
      ...rest,
      id: `${id}-${family.toLowerCase()}`,
      title: `${title} (${family})`,
      needs: family === 'IPv6' ? [...needs, 'ipv6'] : needs,
    }
  })
}
