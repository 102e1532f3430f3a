import { type EventEmitter, once } from 'node:events'
import { createRequire } from 'node:module'
import { setImmediate } from 'node:timers/promises'
import { cpu, obey } from './commands.js'
import { tally } from './tally.js'

interface Socket extends EventEmitter {
  bind(path: string): void
  connect(path: string): void
  send(data: Uint8Array): void
}

/** node unix.js MODULE ROLE PATH SIZE: native/socket/unix.c on a module with the API of `unix-dgram`. */
const [module = '', role, path = '', size] = process.argv.slice(2)
const { createSocket } = createRequire(import.meta.url)(module) as { createSocket(type: 'unix_dgram'): Socket }
const socket = createSocket('unix_dgram')
// As many as most queues of Unix sockets hold.
const turn = 8

if (role === 'send') {
  const data = Buffer.alloc(Number(size), 1)
  let isCongested = false
  socket.on('congestion', () => {
    isCongested = true
  })
  socket.connect(path)
  obey(
    {},
    {
      async send(count = 0) {
        const [start, begun] = [cpu(), performance.now()]
        for (let sent = 0; sent < count; ) {
          isCongested = false
          socket.send(data)
          if (isCongested) await once(socket, 'writable')
          else if (++sent % turn === 0) await setImmediate()
        }
        return { datagrams: count, cpu: cpu() - start, wall: (performance.now() - begun) * 1e6 }
      },
    },
  )
} else {
  socket.bind(path)
  socket.on('message', tally({ port: 0 }))
}
