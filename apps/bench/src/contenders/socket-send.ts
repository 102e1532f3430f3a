import { type BackendName, DatagramSocket } from 'sendto'
import { cpu, obey } from './commands.js'

/** node socket-send.js BACKEND ADDRESS PORT MODE SIZE BATCH RATE [connected]: native/socket/stream.c by sendMany (plain, joined) or sendSegments (segments). */
const [backend, address = '', port, mode, ...numbers] = process.argv.slice(2)
const [size, batch] = numbers.map(Number) as [number, number]
const isConnected = numbers.length > 3
const peer = { address, port: Number(port) }
const to = isConnected ? null : peer
const options = { backend: backend as BackendName, join: mode === 'plain' ? 1 : batch }
const socket = isConnected ? DatagramSocket.connect(peer, options) : DatagramSocket.bind('0.0.0.0:0', options)
const data = new Uint8Array(size * batch).fill(1)
const datagrams = Array.from({ length: batch }, (_, i) => ({ data: data.subarray(i * size, (i + 1) * size), to }))

/** Sends so many, or as many as there is room for. */
function sendSome(count: number): number {
  const { sent, error } =
    mode === 'segments'
      ? socket.sendSegments(count === batch ? data : data.subarray(0, count * size), size, to)
      : socket.sendMany(count === batch ? datagrams : datagrams.slice(0, count))
  if (error !== null) throw error
  return sent
}

obey(
  {},
  {
    async send(count = 0) {
      const [start, begun] = [cpu(), performance.now()]
      let [sent, calls] = [0, 0]
      while (sent < count) {
        const wanted = Math.min(batch, count - sent)
        const some = sendSome(wanted)
        sent += some
        calls++
        if (some < wanted) await new Promise((resolve) => setImmediate(resolve))
      }
      return { datagrams: sent, calls, cpu: cpu() - start, wall: (performance.now() - begun) * 1e6 }
    },
  },
)
