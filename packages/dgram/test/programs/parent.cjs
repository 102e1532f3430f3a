// Sends a bound socket to a child, which runs with this process's flags but for those given here, and prints what becomes of it; then sends a datagram to the socket's port.
const { fork } = require('node:child_process')
const dgram = require('node:dgram')

const child = fork(require.resolve('./child.cjs'), { execArgv: process.argv.slice(2) })
child.once('message', () => {
  const socket = dgram.createSocket('udp4')
  socket.bind(0, '127.0.0.1', () => {
    const { port } = socket.address()
    child.send('a socket', socket, (error) => {
      console.log(error === null ? 'sent' : error.message)
      socket.close()
      if (error !== null) return child.disconnect()
      const sender = dgram.createSocket('udp4')
      sender.send('a datagram', port, '127.0.0.1', () => sender.close())
    })
  })
})
