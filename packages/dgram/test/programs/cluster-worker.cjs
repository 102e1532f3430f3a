// A worker of cluster.cjs: does what the primary asks for, and answers every datagram by the same.
const dgram = require('node:dgram')
const handleOf = require('./handle-of.cjs')

const options = JSON.parse(process.env.OPTIONS)
const sockets = []
const create = () => {
  const socket = dgram.createSocket(options, (data, { port, address }) => socket.send(data, port, address))
  sockets.push(socket)
  return socket
}
process.on('message', async ({ bind, close, stop, alone, sync }) => {
  if (sync) {
    const socket = create()
    const told = []
    for (const event of ['listening', 'connect']) socket.on(event, () => told.push(event))
    try {
      const { getOption } = await import('sendto')
      const { address } = socket.bindSync(sync)
      if (sync.connect) socket.connectSync(sync.connect, address)
      const { port } = socket.address()
      const remote = sync.connect ? socket.remoteAddress() : null
      const reusePort = getOption(handleOf(socket).fd, 'SO_REUSEPORT')
      setImmediate(() => process.send({ port, remote, reusePort, told }))
    } catch ({ message, code, errno, syscall, address, port }) {
      socket.close()
      process.send({ message, code, errno, syscall, address, port })
    }
  } else if (bind) {
    const socket = create()
    socket.on('error', ({ message, code, errno, syscall, address, port }) => {
      process.send({ message, code, errno, syscall, address, port })
    })
    socket.on('listening', async () => {
      const { getOption } = await import('sendto')
      process.send({ port: socket.address().port, reusePort: getOption(handleOf(socket).fd, 'SO_REUSEPORT') })
    })
    socket.bind(bind)
  } else if (close) {
    const socket = create()
    socket.bind(close)
    socket.on('listening', () => process.send('listening'))
    socket.close(() => process.send('closed'))
  } else if (stop) {
    sockets.pop().close(() => process.send('stopped'))
  } else if (alone) {
    const target = dgram.createSocket('udp4')
    target.bind({ port: 0, address: '127.0.0.1', exclusive: true }, () => {
      const socket = dgram.createSocket('udp4')
      socket.connect(target.address().port, '127.0.0.1', () => socket.send('alone'))
      target.on('message', (data, { port }) => {
        process.send({ port, heard: String(data) })
        socket.close()
        target.close()
      })
    })
  }
})
process.on('disconnect', () => process.exit())
process.send('ready')
