import { DatagramSocket } from 'sendto'

const burst = 4096
const joins = [1, 2, 4, 8, 16, 32, 64, 128]

/** How many datagrams of a burst are in the queue of a receiver that does not read, with the system's default buffer, over loopback. */
function arrived(size: number, join: number, receiveOffload: boolean): number {
  using receiver = DatagramSocket.bind('127.0.0.1:0', { receiveOffload })
  using sender = DatagramSocket.bind('127.0.0.1:0', { join })
  const datagram = { data: new Uint8Array(size), to: receiver.localAddress }
  sender.sendMany(Array.from({ length: burst }, () => datagram))
  const { fd, syscalls } = receiver
  const vector = syscalls.createVector({ slots: 64, slotSize: 65_535, controlSize: 64 })
  let count = 0
  while (syscalls.recvmmsg(fd, vector) > 0) count += vector.datagrams.count
  return count
}

console.log(`datagrams that arrive of a burst of ${burst}, by how many are joined at most\n`)
console.log(['bytes', ' receiver   ', ...joins].map((cell) => String(cell).padStart(7)).join(''))
for (const size of [64, 512, 1200, 1472]) {
  for (const receiveOffload of [true, false]) {
    const receiver = receiveOffload ? ' UDP_GRO    ' : ' plain      '
    const counts = joins.map((join) => arrived(size, join, receiveOffload))
    console.log([size, receiver, ...counts].map((cell) => String(cell).padStart(7)).join(''))
  }
}
