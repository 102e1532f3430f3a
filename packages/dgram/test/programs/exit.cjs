// Sends on a connected socket and ends at once, as it is told to.
const [, , port, how, name] = process.argv
const dgram = require(name)
const socket = dgram.createSocket('udp4')
const send = (...which) => {
  for (const i of which) socket.send(Buffer.from(`${how} ${i}`))
}
process.on('uncaughtException', () => process.exit(7))
socket.connect(Number(port), '127.0.0.1', () => {
  if (how.startsWith('listener')) {
    process.on('exit', () => send(1, 2))
    send(0)
    if (how === 'listener, exit') process.exit(0)
    if (how === 'listener, throw') throw new Error('thrown')
    socket.unref()
    return
  }
  send(0, 1, 2)
  if (how === 'exit') process.exit(0)
  if (how === 'throw') throw new Error('thrown')
  if (how === 'close') socket.close()
  if (how === 'unref') socket.unref()
})
