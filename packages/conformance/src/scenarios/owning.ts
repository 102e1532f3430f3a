import type { Scenario } from './room.js'

/** Comes by a descriptor that another thread opened, reports, and ends without closing it. */
export const owning: Scenario<[call: 'adopt' | 'dup', fd: number]> = async (room, call, fd) => {
  const sys = await room.syscalls()
  sys[call](fd)
  room.report(null)
}
