// operations.cjs MODULE FOLDER: does the same with any module that has the API of unix-dgram, and prints what it sees.
const { join } = require('node:path')
const unix = require(process.argv[2])

const at = (name) => join(process.argv[3], name)
const log = []
const say = (...what) => log.push(what)
const failed = (who) => (error) => say(who, 'error', error.syscall)
const open = (who) => {
  const socket = unix.createSocket('unix_dgram', (data, { size, path, address }) => {
    say(who, 'message', String(data), size, path === null ? null : path.slice(process.argv[3].length), address)
  })
  for (const event of ['listening', 'connect', 'writable', 'close']) socket.on(event, () => say(who, event))
  socket.on('congestion', (data) => say(who, 'congestion', String(data)))
  socket.on('error', failed(who))
  return socket
}
const turns = async (count) => {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}
const until = async (isSo) => {
  while (!isSo()) await turns(1)
}

async function main() {
  const hello = Buffer.from('hello')
  const server = open('server')
  const client = open('client')
  say('fd', server.fd > 2, server.type)
  client.send(hello, 0, 5, at('server'))
  client.send(hello, 0, 5, at('server'), failed('callback'))
  client.connect(at('server'))
  server.bind(at('server'))
  say('bound')
  server.bind(at('other'))
  client.send(hello, 1, 3, at('server'))
  client.sendto(hello, 0, 0, at('server'), (error) => say('sent', error))
  await until(() => log.filter(([, what]) => what === 'message').length === 2)
  client.bind(at('client'))
  client.connect(at('server'))
  client.send(hello)
  client.send(hello, (error) => say('sent', error))
  server.send(hello, 0, 2, at('client'))
  await until(() => log.filter(([, what]) => what === 'message').length === 5)

  // Nobody reads while this goes on: the queue of the server is full in the end.
  let refused = null
  let sent = 0
  while (refused === null) {
    client.send(Buffer.from(`${sent}`), (error) => {
      if (error) refused = error
      else sent++
    })
  }
  say('full', refused.message, sent)
  client.send(Buffer.from('left'))
  await until(() => log.some(([, what]) => what === 'writable'))
  client.send(Buffer.from('last'))
  await until(() => log.some(([, what, data]) => what === 'message' && data === 'last'))

  server.close()
  say('closed', server.fd)
  client.send(hello)
  client.send(hello, failed('callback'))
  client.connect(at('server'))
  say('still there', require('node:fs').existsSync(at('server')))
  client.close()
  // A socket that is open keeps the process alive.
  const last = open('last')
  setImmediate(() => setImmediate(() => last.close()))
}

process.on('exit', () => {
  // How much room a queue has made when a wait for it is over, and when it is told in a turn, is the loop's.
  const ordered = ['client', 'server'].map((who) => log.filter(([name]) => name === who))
  const others = log.filter(([name]) => name !== 'client' && name !== 'server')
  const shown = [...ordered, others].map((lines) => lines.filter(([, what]) => what !== 'close'))
  console.log(JSON.stringify(shown, null, 1))
})
main()
