import type { Scenario } from './room.js'
import { boundSocket } from './udp.js'

/** How a worker ends: its code has run out, it calls process.exit, it throws, or somebody terminates it. */
export type Ending = 'return' | 'exit' | 'throw' | 'terminate'

/** Opens sockets, reports where they are bound, and ends without closing them. */
export const hold: Scenario<[ending: Ending]> = async (room, ending) => {
  const sys = await room.syscalls()
  room.report([1, 2, 3].map(() => boundSocket(sys, room.patience).address))
  if (ending === 'exit') process.exit()
  if (ending === 'throw') throw new Error('on purpose')
  if (ending === 'terminate') await room.toGoOn()
}
