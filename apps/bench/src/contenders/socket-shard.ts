import { type BackendName, DatagramSocket } from 'sendto'
import { tally } from './tally.js'

/** node socket-shard.js BACKEND ADDRESS PORT RECEIVE_BUFFER: an echo that shares its port, 0 for a free one, with others by SO_REUSEPORT. */
const [backend, address = '', port, buffer] = process.argv.slice(2)
const socket = DatagramSocket.bind(
  { address, port: Number(port) },
  { backend: backend as BackendName, reusePort: true, options: { SO_RCVBUF: Number(buffer) } },
)
const take = tally({ port: socket.localAddress.port as number })

socket.onBatch = (batch) => {
  for (let i = 0; i < batch.count; i++) {
    const data = batch.data(i)
    take(data)
    socket.trySend(data, batch.from(i))
  }
}
