import dgram from 'node:dgram'
import { cpu, obey } from './commands.js'

/** node dgram-echo.js ADDRESS RECEIVE_BUFFER: native/socket/echo.c on node:dgram. */
const [address, buffer] = process.argv.slice(2)
const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: Number(buffer) })
let [datagrams, start] = [0, 0]

socket.on('message', (data, from) => {
  datagrams++
  socket.send(data, from.port, from.address)
})
socket.bind(0, address, () => {
  obey(
    { port: socket.address().port },
    {
      begin() {
        datagrams = 0
        start = cpu()
        return {}
      },
      tell: () => ({ datagrams, cpu: cpu() - start }),
    },
  )
})
