import dgram from 'node:dgram'
import { cpu, obey } from './commands.js'

/** node dgram-receive.js ADDRESS SLOTS SLOT_SIZE GRO RECEIVE_BUFFER: native/socket/receive.c on node:dgram, which knows neither slots nor GRO. */
const [address, , , , buffer] = process.argv.slice(2)
const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: Number(buffer) })
let [datagrams, bytes, sum, start] = [0, 0, 0, 0]

socket.on('message', (data) => {
  datagrams++
  bytes += data.length
  sum += data[0] as number
})
socket.bind(0, address, () => {
  obey(
    { port: socket.address().port },
    {
      begin() {
        datagrams = bytes = sum = 0
        start = cpu()
        return {}
      },
      tell: () => ({ datagrams, bytes, sum, cpu: cpu() - start }),
    },
  )
})
