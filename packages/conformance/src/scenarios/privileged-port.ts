import { loopback } from '../inet.js'
import type { Scenario } from './room.js'
import { codeOf } from './udp.js'

const nobody = 65534

/** Binds a port as a user who may not, and reports what that says. */
export const privilegedPort: Scenario<[port: number]> = async (room, port) => {
  // Loaded first: the other user need not be able to read the files.
  const sys = await room.syscalls()
  const { AF_INET, SOCK_DGRAM } = sys.backend.platform.constants
  if (process.getuid?.() === 0) {
    process.setgroups?.([])
    process.setgid?.(nobody)
    process.setuid?.(nobody)
  }
  const fd = sys.socket(AF_INET, SOCK_DGRAM)
  room.report(codeOf(() => sys.bind(fd, { address: loopback.IPv4, port })))
  sys.close(fd)
}
