import { type BackendName, DatagramSocket } from 'sendto'
import { cpu, obey } from './commands.js'

/** node socket-send.js BACKEND ADDRESS PORT MODE SIZE BATCH RATE: native/socket/stream.c, one by one so far. */
const [backend, address = '', port, , size] = process.argv.slice(2)
const socket = DatagramSocket.bind({ address: '0.0.0.0', port: 0 }, { backend: backend as BackendName })
const to = { address, port: Number(port) }
const data = new Uint8Array(Number(size)).fill(1)

obey(
  {},
  {
    async send(count = 0) {
      const [start, begun] = [cpu(), performance.now()]
      let [sent, calls] = [0, 0]
      while (sent < count) {
        calls++
        if (socket.trySend(data, to)) sent++
        else await new Promise((resolve) => setImmediate(resolve))
      }
      return { datagrams: sent, calls, cpu: cpu() - start, wall: (performance.now() - begun) * 1e6 }
    },
  },
)
