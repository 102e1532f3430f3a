import { type BackendName, DatagramSocket, Statistic } from 'sendto'
import { obey } from './commands.js'
import { settledMemory } from './memory.js'

/** node --expose-gc socket-keep.js BACKEND ADDRESS RECEIVE_BUFFER: a socket whose datagrams wait for who iterates over it. Commands: begin, tell, weigh. */
const [backend, address = '', buffer] = process.argv.slice(2)
const socket = DatagramSocket.bind(
  { address, port: 0 },
  { backend: backend as BackendName, receiveQueue: 2 ** 20, options: { SO_RCVBUF: Number(buffer) } },
)
const datagrams = socket[Symbol.asyncIterator]()
const received = () => socket.statistics[Statistic.datagramsReceived] as number
let [taken, before] = [0, { heap: 0, buffers: 0 }]
// Somebody has to wait, for the first to be read.
let next = datagrams.next()

obey(
  { port: socket.localAddress.port as number },
  {
    async begin() {
      for (; taken < received(); taken++) {
        await next
        next = datagrams.next()
      }
      before = await settledMemory()
      return {}
    },
    tell: () => ({ datagrams: received() - taken }),
    async weigh() {
      const { heap, buffers } = await settledMemory()
      return { kept: received() - taken, heap: heap - before.heap, buffers: buffers - before.buffers }
    },
  },
)
