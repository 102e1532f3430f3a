import { closeSync } from 'node:fs'
import type { Scenario } from './room.js'
import { nonblockingSocket } from './udp.js'

/** Has a descriptor closed by somebody else whose watch goes by the clock, and reports whether its number was given out again, and what its watch hears then. */
export const coalescedElsewhere: Scenario<[]> = async (room) => {
  const sys = await room.syscalls()
  const heard: string[] = []
  const old = nonblockingSocket(sys)
  const stale = sys.watch(old.fd, { readable: true }, () => heard.push('old'))
  stale.coalesce(1000)
  closeSync(old.fd)
  // Another number may have become free meanwhile, of a file that a thread has closed.
  let next = old.fd - 1
  for (let tries = 0; next !== old.fd && tries < 16; tries++) next = nonblockingSocket(sys).fd
  const other = nonblockingSocket(sys)
  let calls = 0
  const watch = sys.watch(other.fd, { readable: true }, () => {
    if (++calls < 5) return
    room.report({ reused: next === old.fd, heard })
    watch.close()
    stale.close()
  })
  // Without a clock it hears of this.
  sys.sendto(other.fd, new Uint8Array(1), 0, other.address)
  watch.coalesce(1000)
}
