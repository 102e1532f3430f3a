// dns2.cjs serve, or dns2.cjs ask PORT NAME: a server on a free port of the loopback interface, and the package's own client.
const dns2 = require('dns2')

const { Packet } = dns2
const [role, port, name] = process.argv.slice(2)
if (role === 'serve') void serve()
else void ask()

async function serve() {
  const server = dns2.createServer({
    udp: true,
    handle(request, send) {
      const response = Packet.createResponseFromRequest(request)
      const [{ name }] = request.questions
      response.answers.push({ name, type: Packet.TYPE.A, class: Packet.CLASS.IN, ttl: 300, address: '192.0.2.53' })
      send(response)
    },
  })
  server.on('listening', ({ udp }) => console.log(`listening on ${udp.address}:${udp.port}`))
  process.on('SIGTERM', () => void server.close().then(() => console.log('closed')))
  await server.listen({ udp: { port: 0, address: '127.0.0.1' } })
}

async function ask() {
  const { answers } = await new dns2({ nameServers: ['127.0.0.1'], port: Number(port) }).resolveA(name)
  console.log(answers.map(({ name, address }) => `${name} ${address}`).join('\n'))
}
