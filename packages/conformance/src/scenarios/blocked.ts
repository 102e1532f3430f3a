import type { Received } from '@sendto/core'
import type { Scenario } from './room.js'
import { boundSocket } from './udp.js'

/** Receives until nothing came for as long as a receive waits, and reports what comes of the first. */
export const blocked: Scenario<[]> = async (room) => {
  const sys = await room.syscalls()
  const { fd } = boundSocket(sys, room.patience)
  const receive = () => sys.recvfrom(fd, new Uint8Array(8))
  room.report(fd)
  room.report(outcome(receive))
  while (outcome(receive) !== 'EAGAIN');
}

function outcome(receive: () => Received): unknown {
  try {
    const { size, from } = receive()
    return { size, from }
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}
