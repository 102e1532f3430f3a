import { setTimeout as after } from 'node:timers/promises'
import { loopCount } from '../facts.js'
import type { Scenario } from './room.js'
import { nonblockingSocket } from './udp.js'

/** Leaves unread what nobody asked for, reports how often the loop has turned in 200 ms, and then what comes of a datagram, or of asking. */
export const unread: Scenario<[what: 'error' | 'hang-up']> = async (room, what) => {
  const sys = await room.syscalls()
  const { IPPROTO_IP, IP_RECVERR = 0, SHUT_RDWR } = sys.backend.platform.constants
  const { fd, address } = nonblockingSocket(sys)
  const nowhere = nonblockingSocket(sys)
  sys.close(nowhere.fd)
  const watch = sys.watch(fd, what === 'error' ? { readable: true } : { error: true }, (ready) => {
    room.report(ready.readable ? 'readable' : 'something else')
    watch.close()
  })
  if (what === 'error') {
    sys.setsockopt(fd, IPPROTO_IP, IP_RECVERR, 1)
    sys.sendto(fd, new Uint8Array(1), 0, nowhere.address)
  } else {
    sys.connect(fd, address)
    sys.shutdown(fd, SHUT_RDWR)
  }
  const before = loopCount() as number
  await after(200)
  room.report((loopCount() as number) - before)
  if (what === 'error') sys.sendto(nonblockingSocket(sys).fd, new Uint8Array(1), 0, address)
  else watch.change({ readable: true })
}
