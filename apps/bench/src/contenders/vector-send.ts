import { AF_INET, type BackendName, openSyscalls, SOCK_DGRAM } from 'sendto'
import { cpu, obey } from './commands.js'

/** node vector-send.js BACKEND ADDRESS PORT MODE SIZE BATCH RATE [connected]: native/socket/stream.c by `sendmmsg` of a vector that is prepared once, and no mode. */
const [backend, address = '', port, , ...numbers] = process.argv.slice(2)
const [size, batch, , connected] = numbers.map(Number) as [number, number, number, number?]
const sys = openSyscalls({ backend: backend as BackendName })
const fd = sys.socket(AF_INET, SOCK_DGRAM)
const peer = { address, port: Number(port) }
if (connected !== undefined) sys.connect(fd, peer)
const vector = sys.createVector({ slots: batch, slotSize: size })
vector.payload.fill(1)
for (let slot = 0; slot < batch; slot++) vector.set(slot, size, connected === undefined ? peer : null)

obey(
  {},
  {
    send(count = 0) {
      const [start, begun] = [cpu(), performance.now()]
      let [sent, calls] = [0, 0]
      for (; sent < count; calls++) sent += sys.sendmmsg(fd, vector, 0, Math.min(batch, count - sent))
      return { datagrams: sent, calls, cpu: cpu() - start, wall: (performance.now() - begun) * 1e6 }
    },
  },
)
