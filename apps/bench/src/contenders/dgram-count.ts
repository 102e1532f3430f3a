import dgram from 'node:dgram'
import { cpu, obey } from './commands.js'

/** node dgram-count.js ADDRESS RECEIVE_BUFFER: receives what dgram-turns.js numbers, and finds gaps. Commands: begin, tell. */
const [address, buffer] = process.argv.slice(2)
const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: Number(buffer) })
let [datagrams, bytes, sum, next, gaps, late, start] = [0, 0, 0, 0, 0, 0, 0]

socket.on('message', (data) => {
  datagrams++
  bytes += data.length
  sum += data[0] as number
  const number = data.readUInt32LE(4)
  if (number < next) late++
  else {
    gaps += number - next
    next = number + 1
  }
})
socket.bind(0, address, () => {
  obey(
    { port: socket.address().port },
    {
      begin() {
        datagrams = bytes = sum = next = gaps = late = 0
        start = cpu()
        return {}
      },
      tell: () => ({ datagrams, bytes, sum, next, gaps, late, cpu: cpu() - start }),
    },
  )
})
