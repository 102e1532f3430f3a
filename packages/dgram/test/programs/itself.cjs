// Sends itself a datagram, prints it and ends.
const { createSocket } = require('node:dgram')

const socket = createSocket('udp4', (data) => {
  console.log(String(data))
  socket.close()
})
socket.bind(0, '127.0.0.1', () => socket.send('itself', socket.address().port, '127.0.0.1'))
