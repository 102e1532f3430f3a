// Gives a socket to a child process, and says what came of it.
const { fork } = require('node:child_process')
const dgram = require('@sendto/dgram')
if (process.argv[2] === 'child') {
  process.on('message', () => process.disconnect())
} else {
  const socket = dgram.createSocket('udp4')
  socket.bind(0, '127.0.0.1', () => {
    const child = fork(__filename, ['child'])
    child.send('socket', socket, (error) => {
      console.log(error?.code, socket.address().address)
      child.send('done')
      socket.close()
    })
    child.on('exit', (code) => console.log('child', code))
  })
}
