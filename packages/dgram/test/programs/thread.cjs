// A worker thread that sends itself a datagram, and tells whether that was by the drop-in.
const { createSocket, Socket } = require('node:dgram')
const { parentPort } = require('node:worker_threads')

import('@sendto/dgram').then((ours) => {
  const socket = createSocket('udp4')
  socket.on('message', (data) => {
    parentPort.postMessage([Socket === ours.Socket, String(data)])
    socket.close()
  })
  socket.bind(0, '127.0.0.1', () => socket.send('itself', socket.address().port, '127.0.0.1'))
})
