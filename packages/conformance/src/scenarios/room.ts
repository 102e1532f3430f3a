import type { Backend, Syscalls } from '@sendto/core'

/** What a worker posts once the backend is loaded, or cannot be. */
export const hasLoaded = 'has loaded'

/** What a scenario is started with. */
export interface Order {
  readonly module: string
  readonly patience: number
  readonly scenario: string
  readonly input: unknown[]
}

/** What a scenario works with, in its worker or process. */
export interface RoomContext {
  readonly module: string
  readonly patience: number
  /** The backend under test, loaded for the first time in here. */
  backend(): Promise<Backend>
  syscalls(): Promise<Syscalls>
  /** Sends a value to the case. It has left when this returns, whatever blocks the thread after that. */
  report(value: unknown): void
  /** In a worker: settles when the case says to go on. */
  toGoOn(): Promise<void>
}

export type Scenario<Input extends unknown[]> = (room: RoomContext, ...input: Input) => Promise<void>
