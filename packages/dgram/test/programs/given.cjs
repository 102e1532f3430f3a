// A socket that is bound to a handle of Node's own: it has the handle's address, keeps the process alive or not as before, and receives.
const dgram = require('node:dgram')
const handleOf = require('./handle-of.cjs')

const handle = dgram._createSocketHandle('127.0.0.1', 0, 'udp4', -1, 0)
const socket = dgram.createSocket('udp4')
socket.unref()
socket.bind(handle, () => {
  console.log(socket.address().address, handleOf(socket).hasRef(), handleOf(socket) === handle)
  socket.ref()
  socket.send('itself', socket.address().port, '127.0.0.1')
})
socket.on('message', (data) => {
  console.log(String(data), handleOf(socket).hasRef())
  // It is not closed: the process ends by itself.
  socket.unref()
})
