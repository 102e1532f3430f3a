import { createRequire } from 'node:module'
import { sender, tally } from './tally.js'

interface From {
  readonly host: string
  readonly port: number
}

interface Socket {
  bind(port: number, host: string): void
  address(): { readonly port: number }
  on(event: 'message', listener: (data: Buffer, from: From) => void): void
  send(data: Uint8Array, port: number, host: string): Promise<boolean>
  trySend(data: Uint8Array, port: number, host: string): void
}

/** node udx.js MODULE ROLE ADDRESS ...: native/socket/{receive,echo,stream}.c on the datagrams of udx-native, whose receive buffer is the system's. */
const [path = '', role, host = '', port, , size] = process.argv.slice(2)
const Udx = createRequire(import.meta.url)(path) as new () => { createSocket(): Socket }
const socket = new Udx().createSocket()

if (role === 'send') {
  socket.bind(0, '127.0.0.1')
  sender(Number(size), (data) => socket.send(data, Number(port), host))
} else {
  socket.bind(0, host)
  const take = tally({ port: socket.address().port })
  socket.on('message', (data, from) => {
    take(data)
    if (role === 'echo') socket.trySend(data, from.port, from.host)
  })
}
