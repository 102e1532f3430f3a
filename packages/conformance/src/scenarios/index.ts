import { alive } from './alive.js'
import { blocked } from './blocked.js'
import { busy } from './busy.js'
import { closedDescriptor } from './closed-descriptor.js'
import { closedElsewhere } from './closed-elsewhere.js'
import { coalescedElsewhere } from './coalesced-elsewhere.js'
import { collections } from './collections.js'
import { fatal } from './fatal.js'
import { garbage } from './garbage.js'
import { handOver } from './hand-over.js'
import { hold } from './hold.js'
import { importing } from './importing.js'
import { interrupted } from './interrupted.js'
import { listening } from './listening.js'
import { owning } from './owning.js'
import { polling } from './polling.js'
import { privilegedPort } from './privileged-port.js'
import type { RoomContext, Scenario } from './room.js'
import { traffic } from './traffic.js'
import { unread } from './unread.js'
import { watched } from './watched.js'
import { workerAlone } from './worker-alone.js'

/** What can be run in a worker or in a process of its own. */
export const scenarios = {
  blocked,
  closedDescriptor,
  collections,
  alive,
  busy,
  closedElsewhere,
  coalescedElsewhere,
  fatal,
  garbage,
  handOver,
  hold,
  importing,
  interrupted,
  listening,
  owning,
  polling,
  privilegedPort,
  traffic,
  unread,
  watched,
  workerAlone,
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
