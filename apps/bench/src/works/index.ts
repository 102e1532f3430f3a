import type { Plan } from '../harness/rounds.js'
import type { Table } from '../harness/table.js'
import { allocation } from './allocation.js'
import { echo } from './echo.js'
import { idle } from './idle.js'
import { receive } from './receive.js'
import { segmented } from './segments.js'
import { send } from './send.js'

/** What can be measured, by name. */
export const works: Readonly<Record<string, (plan: Plan) => Promise<Table[]>>> = {
  receive,
  send,
  segments: segmented,
  echo,
  allocation,
  memory: idle,
}
