import type { Plan } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { allocation } from './allocation.js'
import { calls } from './calls.js'
import { echo } from './echo.js'
import { fromC } from './from-c.js'
import { idle } from './idle.js'
import { kept } from './kept.js'
import { receive } from './receive.js'
import { segmented } from './segments.js'
import { send } from './send.js'
import { server } from './server.js'
import { shards } from './shards.js'
import { size } from './size.js'
import { start } from './start.js'
import { streams } from './streams.js'
import { turns } from './turns.js'
import { unix } from './unix.js'

export type Works = Readonly<Record<string, (plan: Plan) => Promise<Table[]>>>

/** What can be measured of DatagramSocket, by name: `npm run bench:socket`. */
export const works: Works = {
  receive,
  send,
  segments: segmented,
  echo,
  allocation,
  memory: idle,
}

/** What `npm run bench` measures, of all levels. */
export const allWorks: Works = {
  calls,
  receive,
  send,
  segments: segmented,
  turns,
  'from-c': fromC,
  echo,
  server,
  kept,
  streams,
  unix,
  shards,
  memory: idle,
  start,
  size,
}

/** Those that have the goals, for a quick look. */
export const coreWorks: readonly string[] = [
  'calls',
  'receive',
  'send',
  'segments',
  'turns',
  'from-c',
  'echo',
  'server',
]
