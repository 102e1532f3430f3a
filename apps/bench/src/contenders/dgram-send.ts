import dgram from 'node:dgram'
import { once } from 'node:events'
import { cpu, obey } from './commands.js'

/** node dgram-send.js ADDRESS PORT MODE SIZE BATCH RATE [connected]: native/socket/stream.c on node:dgram, so many sends at a time and no mode. */
const [address, port, , size, batch, , connected] = process.argv.slice(2)
const socket = dgram.createSocket('udp4')
if (connected !== undefined) {
  socket.connect(Number(port), address)
  await once(socket, 'connect')
}
const data = new Uint8Array(Number(size)).fill(1)

obey(
  {},
  {
    async send(count = 0) {
      const [start, begun] = [cpu(), performance.now()]
      for (let sent = 0; sent < count; sent += Number(batch)) await sendSome(Math.min(count - sent, Number(batch)))
      return { datagrams: count, calls: count, cpu: cpu() - start, wall: (performance.now() - begun) * 1e6 }
    },
  },
)

function sendSome(count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = count
    const sent = (error: Error | null) => {
      if (error !== null) reject(error)
      else if (--left === 0) resolve()
    }
    if (connected === undefined) for (let i = 0; i < count; i++) socket.send(data, Number(port), address, sent)
    else for (let i = 0; i < count; i++) socket.send(data, sent)
  })
}
