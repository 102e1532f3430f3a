import { Statistic } from 'sendto'
import { cpu, obey } from './commands.js'
import { openOn } from './open.js'

/** node socket-receive.js BACKEND ADDRESS SLOTS SLOT_SIZE GRO RECEIVE_BUFFER [COALESCE]: native/socket/receive.c by onBatch. */
const [backend = '', address = '', , , gro, buffer, microseconds] = process.argv.slice(2)
const coalesce = microseconds === undefined ? undefined : Number(microseconds)
const { socket, port } = openOn(backend, address, { gro: gro === '1', receiveBuffer: Number(buffer), coalesce })
const { statistics } = socket
const dropsNow = () => socket.getOption('SO_MEMINFO').drops
let [datagrams, bytes, sum, start, calls, drops] = [0, 0, 0, 0, 0, 0]

socket.onBatch = ({ count, payload, offsets, sizes }) => {
  datagrams += count
  for (let i = 0; i < count; i++) {
    bytes += sizes[i] as number
    sum += payload[offsets[i] as number] as number
  }
}

obey(
  { port },
  {
    begin() {
      datagrams = bytes = sum = 0
      calls = statistics[Statistic.receives] as number
      drops = dropsNow()
      start = cpu()
      return {}
    },
    tell: () => ({
      datagrams,
      bytes,
      sum,
      calls: (statistics[Statistic.receives] as number) - calls,
      drops: dropsNow() - drops,
      cpu: cpu() - start,
    }),
  },
)
