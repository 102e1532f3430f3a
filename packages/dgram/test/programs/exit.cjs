// Sends on a connected socket and ends at once, as it is told to.
const [, , port, how, name] = process.argv
const dgram = require(name)
const socket = dgram.createSocket('udp4')
process.on('uncaughtException', () => process.exit(7))
socket.connect(Number(port), '127.0.0.1', () => {
  for (let i = 0; i < 3; i++) socket.send(Buffer.from(`${how} ${i}`))
  if (how === 'exit') process.exit(0)
  if (how === 'throw') throw new Error('thrown')
  if (how === 'close') socket.close()
  if (how === 'unref') socket.unref()
})
