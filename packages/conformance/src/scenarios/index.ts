import { closedDescriptor } from './closed-descriptor.js'
import { collections } from './collections.js'
import { garbage } from './garbage.js'
import { handOver } from './hand-over.js'
import { hold } from './hold.js'
import { importing } from './importing.js'
import { interrupted } from './interrupted.js'
import { privilegedPort } from './privileged-port.js'
import type { RoomContext, Scenario } from './room.js'
import { traffic } from './traffic.js'

/** What can be run in a worker or in a process of its own. */
export const scenarios = {
  closedDescriptor,
  collections,
  garbage,
  handOver,
  hold,
  importing,
  interrupted,
  privilegedPort,
  traffic,
}

export type ScenarioName = keyof typeof scenarios

/** The input of each. */
export type Scenarios = {
  [Name in ScenarioName]: (typeof scenarios)[Name] extends (room: RoomContext, ...input: infer Input) => Promise<void>
    ? Input
    : never
}

export function scenarioNamed(name: string): Scenario<unknown[]> {
  return scenarios[name as ScenarioName] as Scenario<unknown[]>
}
