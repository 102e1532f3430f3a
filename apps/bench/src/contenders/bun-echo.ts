import { cpu, obey } from './commands.js'

interface Socket {
  readonly port: number
  send(data: Uint8Array, port: number, address: string): boolean
}

declare const Bun: {
  udpSocket(options: {
    hostname: string
    binaryType: 'uint8array'
    socket: { data(socket: Socket, data: Uint8Array, port: number, address: string): void }
  }): Promise<Socket>
}

/** bun bun-echo.js ADDRESS: native/socket/echo.c on Bun's udpSocket. */
const [hostname = ''] = process.argv.slice(2)
let [datagrams, start] = [0, 0]

const { port } = await Bun.udpSocket({
  hostname,
  binaryType: 'uint8array',
  socket: {
    data(socket, data, port, address) {
      datagrams++
      socket.send(data, port, address)
    },
  },
})
obey(
  { port },
  {
    begin() {
      datagrams = 0
      start = cpu()
      return {}
    },
    tell: () => ({ datagrams, cpu: cpu() - start }),
  },
)
