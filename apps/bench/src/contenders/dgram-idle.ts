import dgram from 'node:dgram'
import { once } from 'node:events'
import { obey } from './commands.js'
import { memory } from './memory.js'

/** node --expose-gc dgram-idle.js: what open sockets of node:dgram take. Command: open COUNT. */
const sockets: dgram.Socket[] = []

obey(
  {},
  {
    open: (count = 0) =>
      memory(count, async () => {
        for (let i = 0; i < count; i++) {
          const socket = dgram.createSocket('udp4')
          socket.on('message', () => {})
          socket.bind(0, '127.0.0.1')
          await once(socket, 'listening')
          sockets.push(socket)
        }
      }),
  },
)
