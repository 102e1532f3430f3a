import { tally } from './tally.js'

declare const Bun: {
  udpSocket(options: {
    hostname: string
    binaryType: 'uint8array'
    socket: { data(socket: unknown, data: Uint8Array): void }
  }): Promise<{ readonly port: number }>
}

/** bun bun-receive.js ADDRESS: native/socket/receive.c on Bun's udpSocket, whose receive buffer is the system's. */
const [hostname = ''] = process.argv.slice(2)
let take: (data: Uint8Array) => void = () => {}
const socket = await Bun.udpSocket({ hostname, binaryType: 'uint8array', socket: { data: (_, data) => take(data) } })
take = tally({ port: socket.port })
