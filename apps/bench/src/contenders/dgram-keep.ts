import dgram from 'node:dgram'
import { obey } from './commands.js'
import { settledMemory } from './memory.js'

/** node --expose-gc dgram-keep.js ADDRESS RECEIVE_BUFFER EVERY: keeps one of so many messages that it receives. Commands: begin, tell. */
const [address, buffer, every] = process.argv.slice(2)
const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: Number(buffer) })
let kept: Buffer[] = []
let [datagrams, sum, before] = [0, 0, { heap: 0, buffers: 0 }]

socket.on('message', (data) => {
  sum += data[0] as number
  if (datagrams++ % Number(every) === 0) kept.push(data)
})
socket.bind(0, address, () => {
  obey(
    { port: socket.address().port },
    {
      async begin() {
        kept = []
        datagrams = sum = 0
        before = await settledMemory()
        return {}
      },
      tell: () => ({ datagrams, sum }),
      async weigh() {
        const { heap, buffers } = await settledMemory()
        return { kept: kept.length, heap: heap - before.heap, buffers: buffers - before.buffers }
      },
    },
  )
})
