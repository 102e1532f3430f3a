import { timeval } from '@sendto/core'
import type { Scenario } from './room.js'
import { boundSocket } from './udp.js'

/** Waits for a datagram with a signal handler installed, and reports what came of it. A `limit` of 0 is none. */
export const interrupted: Scenario<[limit: number]> = async (room, limit) => {
  const sys = await room.syscalls()
  const { platform } = sys.backend
  const { fd, address } = boundSocket(sys, room.patience)
  sys.setsockopt(fd, platform.constants.SOL_SOCKET, platform.constants.SO_RCVTIMEO, timeval(platform, limit))
  process.on('SIGUSR2', () => {})
  room.report({ fd, address })
  try {
    room.report({ size: sys.recvfrom(fd, new Uint8Array(8)).size })
  } catch (error) {
    room.report({ code: (error as { code?: unknown }).code })
  }
  process.exit()
}
