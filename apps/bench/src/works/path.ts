import { execFileSync } from 'node:child_process'
import { addresses, createNetwork, whyNoNetwork } from '@sendto/lab'
import { compiled } from '../compare.js'
import { loopback } from './setting.js'

/** From where to where datagrams go. */
export interface Path {
  /** The receiver's address. */
  readonly address: string
  /** Network namespaces; that of this process where none is given. */
  readonly sender?: string
  readonly receiver?: string
}

export const loopbackPath: Path = { address: loopback }

/** Why there is no link between two namespaces here, or undefined. */
export const whyNoVeth = whyNoNetwork

/** A link that has the kernel cut super-packets up before they leave, as a card without such offloads does, and join nothing that comes. */
export async function vethPath(): Promise<Path & AsyncDisposable> {
  const network = await createNetwork()
  for (const namespace of [network.a, network.b]) {
    execFileSync('ip', ['netns', 'exec', namespace, compiled('socket/offloads'), 'direct'])
  }
  return {
    address: addresses.IPv4.direct.b,
    sender: network.a,
    receiver: network.b,
    [Symbol.asyncDispose]: async () => network.delete(),
  }
}
