import type { DatagramSocket } from 'sendto'
import { obey } from './commands.js'
import { memory } from './memory.js'
import { openOn } from './open.js'

/** node --expose-gc socket-idle.js BACKEND: what open sockets take that have a handler of batches. Command: open COUNT. */
const [backend = ''] = process.argv.slice(2)
const sockets: DatagramSocket[] = []

obey(
  {},
  {
    open: (count = 0) =>
      memory(count, () => {
        for (let i = 0; i < count; i++) {
          const { socket } = openOn(backend, '127.0.0.1', {})
          socket.onBatch = () => {}
          sockets.push(socket)
        }
      }),
  },
)
