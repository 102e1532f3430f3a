// cluster.cjs SCENARIO: real workers, on whatever node:dgram is here; prints what is the same in every run. The primary is told what its workers see, and tells them what to do.
const cluster = require('node:cluster')
const dgram = require('node:dgram')
const { once } = require('node:events')
const handleOf = require('./handle-of.cjs')

const [scenario] = process.argv.slice(2)
cluster.setupPrimary({ exec: require.resolve('./cluster-worker.cjs') })

const scenarios = {
  // One socket for all of them; each datagram is received once, by one of them, and answered from the port that they share.
  async shared() {
    const workers = await start(3)
    const ports = await bind(workers, { port: 0, address: '127.0.0.1' })
    print('one port', new Set(ports.map(({ port }) => port)).size === 1, 'shared', ports[0].reusePort)
    print('answers', await answers(ports[0].port, 100))
    print('at once', await answersAtOnce(ports[0].port, 50))
    await end(workers)
    print('free again', await canBind(ports[0].port))
  },

  async ipv6() {
    const workers = await start(2, { type: 'udp6' })
    const ports = await bind(workers, { port: 0, address: '::1' })
    print('one port', ports[0].port === ports[1].port)
    print('answers', await answers(ports[0].port, 10, 'udp6'))
    await end(workers)
  },

  async exclusive() {
    const workers = await start(2)
    const ports = await bind(workers, { port: 0, address: '127.0.0.1', exclusive: true })
    print('one port', ports[0].port === ports[1].port, 'shared', ports[0].reusePort)
    const again = await start(1)
    const { port } = ports[0]
    print(...(await bind(again, { port, address: '127.0.0.1', exclusive: true })).map((error) => without(port, error)))
    await end([...workers, ...again])
  },

  // By a socket that no worker holds, so that the primary's own bind fails.
  async taken() {
    const socket = dgram.createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const workers = await start(2)
    const { port } = socket.address()
    const errors = await bind(workers, { port, address: '127.0.0.1' })
    print(...errors.map((error) => without(port, error)))
    socket.close()
    await once(socket, 'close')
    print(
      'then',
      (await bind(workers, { port, address: '127.0.0.1' })).every((bound) => bound.port === port),
    )
    await end(workers)
  },

  // The others go on, and one that comes later finds the same port.
  async dying() {
    const [first, ...others] = await start(3)
    const [{ port }] = await bind([first, ...others], { port: 0, address: '127.0.0.1' })
    first.process.kill('SIGKILL')
    print(await once(first, 'exit'))
    print('answers', await answers(port, 30))
    const [later] = await start(1)
    print('one port', (await bind([later], { port: 0, address: '127.0.0.1' }))[0].port === port)
    print('answers', await answers(port, 30))
    for (const worker of others) {
      worker.process.kill('SIGKILL')
      await once(worker, 'exit')
    }
    print('answers', await answers(port, 30))
    await end([later])
    print('free again', await canBind(port))
  },

  // Closed before the primary has answered, and again afterwards.
  async closing() {
    const workers = await start(2)
    print(await ask(workers[0], { close: { port: 0, address: '127.0.0.1' } }))
    print((await bind(workers, { port: 0, address: '127.0.0.1' })).length)
    print(await ask(workers[0], { stop: true }))
    print((await bind([workers[0]], { port: 0, address: '127.0.0.1' })).length)
    await end(workers)
  },

  // What the primary has open, by its number there.
  async descriptor() {
    const socket = dgram.createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    handleOf(socket).recvStop()
    const workers = await start(2)
    const { port } = socket.address()
    const ports = await bind(workers, { fd: handleOf(socket).fd })
    print(
      'one port',
      ports.every((bound) => bound.port === port),
    )
    print('answers', await answers(port, 30))
    print('at once', await answersAtOnce(port, 50))
    print(await bind(workers, { fd: 2 }))
    await end(workers)
    socket.close()
  },

  // What Node has since 23.1: sockets of their own, on one port.
  async reusing() {
    const workers = await start(2, { type: 'udp4', reusePort: true })
    const [first] = await bind(workers.slice(0, 1), { port: 0, address: '127.0.0.1' })
    const [second] = await bind(workers.slice(1), { port: first.port, address: '127.0.0.1' })
    print('one port', first.port === second.port, 'shared', first.reusePort, second.reusePort)
    print('answers', await answers(first.port, 30))
    await end(workers)
  },

  // By `bindSync` each has a socket of its own, about which nobody asks the primary.
  async sync() {
    const to = { port: 0, address: '127.0.0.1' }
    const workers = await start(2)
    const sync = (to, asked = workers) => Promise.all(asked.map((worker) => ask(worker, { sync: to })))
    const [first, second] = await sync(to)
    print('one port', first.port === second.port, 'shared', first.reusePort, 'told', first.told, second.told)
    print('answers', await answers(first.port, 10), await answers(second.port, 10))
    print('taken', ...(await sync({ ...to, port: first.port })).map((error) => without(first.port, error)))
    const [{ port }] = await bind(workers, to)
    print('the port of the cluster', ...(await sync({ ...to, port })).map((error) => without(port, error)))
    print('answers', await answers(port, 10))
    const [own] = await sync({ ...to, connect: port }, workers.slice(1))
    print('connected', own.remote.port === port, own.port !== port, 'told', own.told)
    workers[0].process.kill('SIGKILL')
    await once(workers[0], 'exit')
    print('free again', await canBind(first.port), await canBind(second.port))
    await end(workers.slice(1))
    print('free again', await canBind(second.port), await canBind(port))
  },

  // The same where they ask for SO_REUSEPORT.
  async syncReusing() {
    const workers = await start(2, { type: 'udp4', reusePort: true })
    const [first] = [await ask(workers[0], { sync: { port: 0, address: '127.0.0.1' } })]
    const second = await ask(workers[1], { sync: { port: first.port, address: '127.0.0.1' } })
    print('one port', first.port === second.port, 'shared', first.reusePort, second.reusePort)
    print('answers', await answers(first.port, 10))
    await end(workers)
  },

  // A worker that connects, sends without having bound and joins a group has a port of its own.
  async implicit() {
    const workers = await start(2)
    const told = await Promise.all(workers.map((worker) => ask(worker, { alone: true })))
    print('one port', told[0].port === told[1].port, told[0].heard, told[1].heard)
    await end(workers)
  },
}

function print(...what) {
  console.log(...what.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))))
}

async function start(count, options = { type: 'udp4' }) {
  const workers = Array.from({ length: count }, () => cluster.fork({ OPTIONS: JSON.stringify(options) }))
  // Online they are before what --import names has run, and what they are asked by then is lost, whatever that is.
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  return workers
}

async function ask(worker, question) {
  worker.send(question)
  return (await once(worker, 'message'))[0]
}

function bind(workers, to) {
  return Promise.all(workers.map((worker) => ask(worker, { bind: to })))
}

async function end(workers) {
  for (const worker of workers) {
    worker.disconnect()
    const [code, signal] = await once(worker, 'exit')
    if (code !== 0) print('ended', code, signal)
  }
}

// One after the other, so that none is lost.
async function answers(port, count, type = 'udp4') {
  const socket = dgram.createSocket(type)
  const seen = []
  for (let i = 0; i < count; i++) {
    socket.send(`datagram ${i}`, port, type === 'udp4' ? '127.0.0.1' : '::1')
    const [data, from] = await once(socket, 'message')
    if (from.port === port && String(data) === `datagram ${i}`) seen.push(i)
  }
  socket.close()
  return seen.length
}

// All in one turn.
async function answersAtOnce(port, count) {
  const seen = new Set()
  const socket = dgram.createSocket('udp4', (data, from) => {
    if (from.port === port) seen.add(String(data))
    if (seen.size === count) socket.close()
  })
  for (let i = 0; i < count; i++) socket.send(`datagram ${i}`, port, '127.0.0.1')
  await once(socket, 'close')
  return seen.size
}

function without(port, { message, ...error }) {
  return { ...error, message: message.replace(port, 'PORT'), port: error.port === port }
}

function canBind(port) {
  const socket = dgram.createSocket('udp4')
  socket.bind(port, '127.0.0.1')
  return once(socket, 'listening').then(
    () => socket.close() === socket,
    (error) => error.code,
  )
}

void scenarios[scenario]()
