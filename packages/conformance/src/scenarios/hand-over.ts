import type { Scenario } from './room.js'
import { boundSocket } from './udp.js'

/** Opens a socket, closes it, reports its number, and ends when told. */
export const handOver: Scenario<[]> = async (room) => {
  const sys = await room.syscalls()
  const { fd } = boundSocket(sys, room.patience)
  sys.close(fd)
  room.report(fd)
  await room.toGoOn()
}
