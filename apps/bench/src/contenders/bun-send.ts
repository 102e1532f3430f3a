import { cpu, obey } from './commands.js'

interface Socket {
  sendMany(packets: readonly (Uint8Array | number | string)[]): number
}

declare const Bun: { udpSocket(options: object): Promise<Socket> }

/** bun bun-send.js ADDRESS PORT MODE SIZE BATCH RATE [connected]: native/socket/stream.c on Bun's sendMany. */
const [hostname = '', port, , size, batch, , connected] = process.argv.slice(2)
const socket = await Bun.udpSocket(connected === undefined ? {} : { connect: { hostname, port: Number(port) } })
const data = new Uint8Array(Number(size)).fill(1)
const packet = connected === undefined ? [data, Number(port), hostname] : [data]
const packets = Array.from({ length: Number(batch) }, () => packet).flat()

obey(
  {},
  {
    async send(count = 0) {
      const [start, begun] = [cpu(), performance.now()]
      let [sent, calls] = [0, 0]
      while (sent < count) {
        const next = packets.slice(0, packet.length * (count - sent))
        const some = socket.sendMany(next)
        sent += some
        calls++
        // A full socket is waited for in the loop.
        if (some * packet.length < next.length) await new Promise((resolve) => setImmediate(resolve))
      }
      return { datagrams: sent, calls, cpu: cpu() - start, wall: (performance.now() - begun) * 1e6 }
    },
  },
)
