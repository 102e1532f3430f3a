import { printable, run, untilStopped } from '@sendto/apps-shared'
import { DatagramSocket } from 'sendto'
import { readOptions } from './options.js'
import { respond } from './respond.js'

run(async () => {
  const { backend, address, zone, limit } = readOptions()
  using socket = DatagramSocket.bind(address, { backend, info: { to: true }, signal: untilStopped() })
  console.error(`listening on ${socket.localAddress}`)

  for await (const { data, from, to } of socket) {
    const response = respond(Buffer.from(data.buffer, data.byteOffset, data.length), zone, limit)
    if (response === null) continue
    try {
      // From the address that was asked, which on a host of several is not always the kernel's choice. Where there is no room it is lost, as any datagram may be.
      socket.trySend(response, from, { from: to })
    } catch (error) {
      // One who cannot be reached is no reason to keep the others waiting.
      console.error(printable(String(error)))
    }
  }
})
