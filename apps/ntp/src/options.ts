import { address, type CommonOptions, commonCommand, integer, seconds, toAddress } from '@sendto/apps-shared'

interface OwnOptions {
  readonly address: string
  readonly port: number
  readonly count: number
  readonly interval: number
  readonly timeout: number
}

export function readOptions() {
  const {
    address: text,
    port,
    backend,
    ...others
  } = commonCommand('ntp', 'Asks an NTP server how far this clock is off.')
    .option('--address <address>', "the server's address, IPv4 or IPv6", address, '127.0.0.1')
    .option('--port <port>', "the server's port", integer(1, 65535), 123)
    .option('--count <number>', 'how often to ask; the fastest answer is the best', integer(1, 1000), 4)
    .option('--interval <seconds>', 'from an answer to the next question', seconds, 2)
    .option('--timeout <seconds>', 'wait no longer for an answer', seconds, 5)
    .parse()
    .opts<CommonOptions & OwnOptions>()
  return { ...others, backend, server: toAddress(text, port, backend) }
}
