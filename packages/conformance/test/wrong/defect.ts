import type { Backend, Syscalls } from '@sendto/core'

/** One thing done wrong, and the cases that must see it. */
export interface Defect {
  /** The backend that is right otherwise; the reference unless given. */
  readonly basis?: Backend
  readonly calls?: Partial<Backend>
  readonly createSyscalls?: (backend: Backend) => Syscalls
  /** A module that has the defect by itself. */
  readonly module?: string
  readonly caughtBy: readonly string[]
}

/** Each by a name that says what it does. */
export type Defects = Readonly<Record<string, Defect>>

/** What a defective backend throws, so that it is told from a mistake in a case. */
export class Thrown extends Error {}

/** A case's id for both families. */
export function both(id: string): string[] {
  return [`${id}-ipv4`, `${id}-ipv6`]
}
