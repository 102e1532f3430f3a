import { address, type CommonOptions, commonCommand, integer, seconds, toAddress } from '@sendto/apps-shared'
import type { AddressInit } from 'sendto'

interface OwnOptions {
  readonly address: string
  readonly port: number
  readonly unix?: string
  readonly flush: number
  readonly count?: number
}

export function readOptions() {
  const command = commonCommand('statsd', 'Collects StatsD metrics and prints what they come to.')
    .option('--address <address>', 'own address, IPv4 or IPv6', address, '127.0.0.1')
    .option('--port <port>', 'own port; 0 lets the system choose', integer(0, 65535), 8125)
    .option('--unix <path>', 'a Unix datagram socket to listen on as well')
    .option('--flush <seconds>', 'how often to print', seconds, 10)
    .option('--count <number>', 'end after so many datagrams (default: when told to)', integer(1, 1_000_000_000))
    .parse()
  const { backend, unix, flush, count, ...texts } = command.opts<CommonOptions & OwnOptions>()

  const addresses: AddressInit[] = [toAddress(texts.address, texts.port, backend)]
  if (unix !== undefined) addresses.push({ path: unix })
  return { backend, addresses, flush, count: count ?? Number.POSITIVE_INFINITY }
}
