import { address, integer, type SharedOptions, sharedCommand, toAddress } from '@sendto/apps-shared'
import type { InetAddress } from 'sendto'

interface OwnOptions {
  readonly message: string
  readonly bindAddress?: string
  readonly bindPort: number
}

export function readOptions() {
  const command = sharedCommand('client', 'Sends datagrams to the server.')
    .option('--message <text>', 'what to send', 'hello world!')
    .option('--bind-address <address>', 'own address (default: loopback if the server is there, else any)', address)
    .option('--bind-port <port>', 'own port; 0 lets the system choose', integer(0, 65535), 8081)
    .parse()
  const { backend, count, message, ...texts } = command.opts<SharedOptions & OwnOptions>()

  const server = toAddress(texts.address, texts.port, backend)
  const own = toAddress(texts.bindAddress ?? counterpart(server), texts.bindPort, backend)
  if (own.family !== server.family) {
    command.error(`error: --address is ${server.family} and --bind-address is ${own.family}; they must agree`)
  }
  return { backend, server, own, count, message }
}

/** What to bind to reach the server: from a loopback address the kernel lets nothing out to the network. */
function counterpart({ family, address }: InetAddress): string {
  if (family === 'IPv4') return address.startsWith('127.') ? '127.0.0.1' : '0.0.0.0'
  return address === '::1' ? '::1' : '::'
}
