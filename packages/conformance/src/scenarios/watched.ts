import type { Scenario } from './room.js'
import { nonblockingSocket } from './udp.js'

/** Sends a datagram to and fro between two watched sockets, and reports how many have come. */
export const watched: Scenario<[count: number]> = async (room, count) => {
  const sys = await room.syscalls()
  const sockets = [nonblockingSocket(sys), nonblockingSocket(sys)]
  const data = new Uint8Array(4)
  let came = 0
  for (const [index, { fd }] of sockets.entries()) {
    const other = sockets[1 - index]?.address ?? null
    sys.watch(fd, { readable: true }, () => {
      sys.recvfrom(fd, data)
      came++
      if (came < count) return void sys.sendto(fd, data, 0, other)
      room.report(came)
      for (const each of sockets) sys.close(each.fd)
    })
  }
  sys.sendto(sockets[0]?.fd as number, data, 0, sockets[1]?.address ?? null)
}
