import { integer, type SharedOptions, seconds, sharedCommand, toAddress } from '@sendto/apps-shared'

interface OwnOptions {
  readonly bufferSize: number
  readonly timeout?: number
}

export function readOptions() {
  const { address, port, backend, ...others } = sharedCommand('server', 'Receives datagrams and prints them.')
    // No datagram of UDP is longer.
    .option('--buffer-size <bytes>', 'cut what is longer', integer(0, 65535), 65535)
    .option('--timeout <seconds>', 'wait no longer for a datagram: recvfrom EAGAIN', seconds)
    .parse()
    .opts<SharedOptions & OwnOptions>()
  return { ...others, backend, address: toAddress(address, port, backend) }
}
