// coap.cjs serve, or coap.cjs ask PORT: a server on a free port, and a client that asks plainly, for more than one block, and to be told of changes.
const coap = require('coap')

const [role, port] = process.argv.slice(2)
const long = 'x'.repeat(5000)
if (role === 'serve') serve()
else void ask()

function serve() {
  const server = coap.createServer((request, response) => {
    if (request.headers.Observe === 0) {
      let count = 0
      const timer = setInterval(() => response.write(String(++count)), 10)
      response.on('finish', () => clearInterval(timer))
    } else if (request.url === '/long') response.end(long)
    else if (request.method === 'POST') response.end(`got ${request.payload.length}`)
    else {
      response.code = '4.04'
      response.end(request.url)
    }
  })
  server.listen(0, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${server._sock.address().port}`))
  process.on('SIGTERM', () => server.close(() => process.exit()))
}

async function ask() {
  const to = (pathname, options) =>
    new Promise((resolve, reject) => {
      const request = coap.request({ hostname: '127.0.0.1', port: Number(port), pathname, ...options })
      request.on('response', resolve).on('error', reject)
      request.end(options?.method === 'POST' ? Buffer.alloc(1000) : undefined)
    })
  const nowhere = await to('/nowhere')
  console.log(nowhere.code, String(nowhere.payload))
  console.log(String((await to('/long')).payload) === long)
  console.log(String((await to('/', { method: 'POST' })).payload))
  const stream = await to('/', { observe: true })
  for await (const value of stream) {
    console.log(String(value))
    if (String(value) === '3') break
  }
  stream.close()
}
