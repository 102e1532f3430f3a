import { closeSync } from 'node:fs'
import { turn } from '../watching.js'
import type { Scenario } from './room.js'
import { nonblockingSocket } from './udp.js'

/** Has a watched descriptor closed by somebody else, and reports whether its number was given out again, and what is heard then. */
export const closedElsewhere: Scenario<[]> = async (room) => {
  const sys = await room.syscalls()
  const heard: string[] = []
  const old = nonblockingSocket(sys)
  const stale = sys.watch(old.fd, { readable: true }, () => heard.push('old'))
  closeSync(old.fd)
  await turn()
  stale.change({ readable: true, writable: true })
  await turn()

  const next = nonblockingSocket(sys)
  const watch = sys.watch(next.fd, { readable: true }, () => {
    heard.push('new')
    room.report({ reused: next.fd === old.fd, heard })
    watch.close()
  })
  stale.change({ writable: true })
  stale.close()
  sys.sendto(next.fd, new Uint8Array(1), 0, next.address)
}
