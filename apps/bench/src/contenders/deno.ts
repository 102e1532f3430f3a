import { sender, tally } from './tally.js'

interface Address {
  readonly transport: 'udp'
  readonly hostname: string
  readonly port: number
}

interface Connection extends AsyncIterable<[Uint8Array, Address]> {
  readonly addr: Address
  send(data: Uint8Array, to: Address): Promise<number>
}

declare const Deno: { listenDatagram(options: Address): Connection }

/** deno run --unstable-net deno.js ROLE ADDRESS ...: native/socket/{receive,echo,stream}.c on Deno's datagrams, whose receive buffer is the system's. */
const [role, hostname = '', port, , size] = process.argv.slice(2)

if (role === 'send') {
  const connection = Deno.listenDatagram({ transport: 'udp', hostname: '0.0.0.0', port: 0 })
  const to: Address = { transport: 'udp', hostname, port: Number(port) }
  sender(Number(size), (data) => connection.send(data, to))
} else {
  const connection = Deno.listenDatagram({ transport: 'udp', hostname, port: 0 })
  const take = tally({ port: connection.addr.port })
  for await (const [data, from] of connection) {
    take(data)
    if (role === 'echo') await connection.send(data, from)
  }
}
