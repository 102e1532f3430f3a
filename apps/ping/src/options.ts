import { address, type CommonOptions, commonCommand, integer, seconds, toAddress } from '@sendto/apps-shared'

interface OwnOptions {
  readonly count: number
  readonly interval: number
  readonly timeout: number
  readonly size: number
  readonly hopLimit?: number
}

export function readOptions() {
  const command = commonCommand('ping', 'Asks a host whether it is there, and takes the time.')
    .argument('[address]', 'the host, IPv4 or IPv6', address, '127.0.0.1')
    .option('--count <number>', 'how often', integer(1, 1_000_000_000), 4)
    .option('--interval <seconds>', 'from one request to the next', seconds, 1)
    .option('--timeout <seconds>', 'wait no longer for the last reply', seconds, 2)
    .option('--size <bytes>', 'data in a request, beside 8 bytes of header', integer(0, 65507), 56)
    .option('--hop-limit <number>', 'how many routers may pass a request on', integer(1, 255))
    .parse()
  const { backend, ...others } = command.opts<CommonOptions & OwnOptions>()
  return { ...others, backend, host: toAddress(command.processedArgs[0], 0, backend) }
}
