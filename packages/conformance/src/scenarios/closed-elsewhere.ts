import { closeSync } from 'node:fs'
import { turn } from '../watching.js'
import type { Scenario } from './room.js'
import { nonblockingSocket } from './udp.js'

/** Has watched descriptors closed by somebody else, and reports whether their numbers were given out again, and what is heard then. */
export const closedElsewhere: Scenario<[]> = async (room) => {
  const sys = await room.syscalls()
  const heard: string[] = []
  const old = nonblockingSocket(sys)
  const paused = nonblockingSocket(sys)
  const stale = sys.watch(old.fd, { readable: true }, () => heard.push('old'))
  const stalePaused = sys.watch(paused.fd, {}, () => heard.push('paused'))
  closeSync(old.fd)
  closeSync(paused.fd)
  await turn()
  stale.change({ readable: true, writable: true })
  await turn()

  const next = nonblockingSocket(sys)
  const other = nonblockingSocket(sys)
  const reused = next.fd === old.fd && other.fd === paused.fd
  // Of all that it hears now nothing would be its own.
  stalePaused.change({ readable: true, writable: true })
  await turn()
  const watch = sys.watch(next.fd, { readable: true }, () => {
    heard.push('new')
    room.report({ reused, heard })
    watch.close()
    stalePaused.close()
  })
  stale.change({ writable: true })
  stale.close()
  sys.sendto(next.fd, new Uint8Array(1), 0, next.address)
}
