import { AF_INET, type BackendName, openSyscalls, SOCK_DGRAM } from 'sendto'
import { cpu, obey } from './commands.js'

/** node calls-send.js BACKEND ADDRESS PORT MODE SIZE BATCH RATE [connected]: native/socket/blocking.c by `sendto`, a datagram each and no mode. */
const [backend, address = '', port, , size, , , connected] = process.argv.slice(2)
const sys = openSyscalls({ backend: backend as BackendName })
const fd = sys.socket(AF_INET, SOCK_DGRAM)
const peer = { address, port: Number(port) }
if (connected !== undefined) sys.connect(fd, peer)
const to = connected === undefined ? peer : null
const data = new Uint8Array(Number(size)).fill(1)

obey(
  {},
  {
    send(count = 0) {
      const [start, begun] = [cpu(), performance.now()]
      for (let i = 0; i < count; i++) sys.sendto(fd, data, 0, to)
      return { datagrams: count, calls: count, cpu: cpu() - start, wall: (performance.now() - begun) * 1e6 }
    },
  },
)
