// multicast-dns.cjs respond|ask PORT: a responder, and who asks for it by multicast on the loopback interface; the second prints what it is told.
const mdns = require('multicast-dns')

const [role, port] = process.argv.slice(2)
const socket = mdns({ port: Number(port), ip: '239.255.53.53', interface: '127.0.0.1', bind: '0.0.0.0' })

if (role === 'respond') {
  socket.on('query', ({ questions }) => {
    for (const { name, type } of questions) {
      socket.respond([{ name, type, ttl: 120, data: type === 'A' ? '192.0.2.7' : ['a', 'text'] }])
    }
  })
  socket.on('ready', () => console.log('ready'))
} else {
  const heard = []
  socket.on('response', ({ answers }) => {
    heard.push(...answers.map(({ name, type, data }) => `${name} ${type} ${data}`))
    if (heard.length < 2) return
    console.log(heard.sort().join('\n'))
    socket.destroy()
  })
  socket.on('ready', () => {
    socket.query('printer.local', 'A')
    socket.query('printer.local', 'TXT')
  })
}
