import { printable, run, untilStopped } from '@sendto/apps-shared'
import { DatagramSocket } from 'sendto'
import { readOptions } from './options.js'
import { respond } from './respond.js'

run(async () => {
  const { backend, address, zone, limit } = readOptions()
  using socket = DatagramSocket.bind(address, { backend, signal: untilStopped() })
  console.error(`listening on ${socket.localAddress}`)

  for await (const { data, from } of socket) {
    const response = respond(Buffer.from(data.buffer, data.byteOffset, data.length), zone, limit)
    if (response === null) continue
    try {
      // Where there is no room it is lost, as any datagram may be, and asked for again.
      socket.trySend(response, from)
    } catch (error) {
      // One who cannot be reached is no reason to keep the others waiting.
      console.error(printable(String(error)))
    }
  }
})
