import type { Scenario } from './room.js'
import { boundSocket } from './udp.js'

/** By this number of entries the call is known from outside. */
export const entryCount = 23

/** Polls a socket with a signal handler installed, without an end, and reports what came of it. */
export const polling: Scenario<[]> = async (room) => {
  const sys = await room.syscalls()
  const { POLLIN } = sys.backend.platform.constants
  const { fd, address } = boundSocket(sys, room.patience)
  const entries = Array.from({ length: entryCount }, (_, index) => ({ fd: index === 0 ? fd : -1, events: POLLIN }))
  process.on('SIGUSR2', () => {})
  room.report(address)
  try {
    room.report(sys.poll(entries, -1).map(({ index }) => index))
  } catch (error) {
    room.report(String(error))
  }
  process.exit()
}
