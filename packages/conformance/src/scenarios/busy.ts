import type { Scenario } from './room.js'
import { nonblockingSocket } from './udp.js'

/** Reports where its sockets are bound, keeps them busy, reports that, and ends without closing anything. */
export const busy: Scenario<[ending: 'terminate' | 'exit' | 'throw']> = async (room, ending) => {
  const sys = await room.syscalls()
  const sockets = Array.from({ length: 8 }, () => nonblockingSocket(sys))
  const idle = nonblockingSocket(sys)
  room.report([idle, ...sockets].map(({ address }) => address))
  const data = new Uint8Array(4)
  let came = 0
  for (const { fd, address } of sockets) {
    sys.watch(fd, { readable: true, error: true }, () => {
      sys.recvfrom(fd, data)
      for (let i = 0; i < 2; i++) sys.sendto(fd, data, 0, address)
      came++
      if (came !== 1000) return
      room.report('busy')
      if (ending === 'exit') process.exit()
      if (ending === 'throw') throw new Error('on purpose')
    })
    sys.sendto(fd, data, 0, address)
  }
  sys.watch(idle.fd, { readable: true }, () => {}).coalesce(100)
}
