// Binds and connects in all ways, and prints what came of each.
const dgram = require('node:dgram')
const { once } = require('node:events')

const shown = ({ code, message, syscall, address }) => JSON.stringify({ code, message, syscall, address })

async function attempt(what, action) {
  try {
    await action()
    console.log(what, 'done')
  } catch (error) {
    console.log(what, shown(error))
  }
}

async function main() {
  for (const [type, address] of [
    ['udp4', '127.0.0.1'],
    ['udp6', '::1'],
  ]) {
    for (const [what, action] of Object.entries({
      bind: (socket) => once(socket.bind(0, address), 'listening'),
      bindSync: (socket) => socket.bindSync({ address }),
      connect: (socket) => new Promise((resolve, reject) => socket.on('error', reject).connect(9, address, resolve)),
      connectSync: (socket) => socket.connectSync(9, address),
      send: (socket) =>
        new Promise((resolve, reject) => {
          socket.on('error', reject)
          socket.send('x', 9, address, (error) => (error ? reject(error) : resolve()))
        }),
    })) {
      const socket = dgram.createSocket(type)
      await attempt(`${type} ${what}`, () => action(socket))
      socket.close()
    }
  }
}

main()
