import type { Scenario } from './room.js'
import { boundSocket } from './udp.js'

/** When told, sends datagrams from one socket to another, each received before the next is sent, and reports how many came as they were sent. */
export const traffic: Scenario<[mark: number, count: number]> = async (room, mark, count) => {
  const sys = await room.syscalls()
  // Only now may it be ended: not every library bears to be loaded by a worker that is ending.
  room.report('ready')
  await room.toGoOn()
  const sender = boundSocket(sys, room.patience)
  const receiver = boundSocket(sys, room.patience)
  const sent = new Uint32Array(2)
  const received = new Uint32Array(2)
  sent[0] = mark
  let whole = 0
  for (let i = 0; i < count; i++) {
    sent[1] = i
    sys.sendto(sender.fd, new Uint8Array(sent.buffer), 0, receiver.address)
    const { size, from } = sys.recvfrom(receiver.fd, new Uint8Array(received.buffer))
    if (size === 8 && from?.port === sender.address.port && received[0] === mark && received[1] === i) whole++
  }
  sys.close(sender.fd)
  sys.close(receiver.fd)
  room.report(whole)
}
