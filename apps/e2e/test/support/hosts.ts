import { addresses, createNetwork, Host, type Network, whyNoIPv6, whyNoNetwork } from '@sendto/lab'
import { AF_INET, AF_INET6, type BackendName, SOCK_DGRAM } from 'sendto'
import { afterAll, beforeAll, beforeEach, describe, onTestFinished } from 'vitest'
import { describeEachBackend } from './backends.js'

const whyNot = whyNoNetwork()

/** What the tests of one backend and one family find: the hosts are there when a test runs. */
export interface Lab {
  readonly family: 'IPv4' | 'IPv6'
  readonly isIPv4: boolean
  readonly on: (typeof addresses)['IPv4' | 'IPv6']
  readonly network: Network
  /** Sends, mostly. */
  readonly a: Host
  /** Receives, mostly. */
  readonly b: Host
}

/** Describes the same tests over each backend and each family, on one network of two hosts. */
export function describeHosts(tests: (lab: Lab) => void): void {
  let network: Network

  beforeEach(({ skip }) => skip(whyNot !== undefined, whyNot))
  beforeAll(async () => {
    if (whyNot === undefined) network = await createNetwork()
  })
  afterAll(() => network?.delete())

  describeEachBackend((backend) => {
    const hosts = hostsOf(backend, () => network)
    describe.each(['IPv4', 'IPv6'] as const)('%s', (family) => {
      const why = family === 'IPv6' ? whyNoIPv6() : undefined
      beforeEach(({ skip }) => skip(why !== undefined, why))
      tests({
        family,
        isIPv4: family === 'IPv4',
        on: addresses[family],
        get network() {
          return network
        },
        get a() {
          return hosts.a as Host
        },
        get b() {
          return hosts.b as Host
        },
      })
    })
  })
}

/** A process on each host, for all tests of a backend. */
function hostsOf(backend: BackendName, network: () => Network | undefined): { a?: Host; b?: Host } {
  const hosts: { a?: Host; b?: Host } = {}
  beforeAll(() => {
    const made = network()
    if (made === undefined) return
    hosts.a = new Host(made.a, backend)
    hosts.b = new Host(made.b, backend)
  })
  afterAll(() => Promise.all([hosts.a?.end(), hosts.b?.end()]))
  return hosts
}

/** Opens a socket on a host that is closed with the test. */
export async function openSocket(host: Host, { family }: Lab): Promise<number> {
  const fd = await host.calls.socket(family === 'IPv4' ? AF_INET : AF_INET6, SOCK_DGRAM)
  onTestFinished(() => host.calls.close(fd))
  return fd
}

/** Opens a socket that is bound to a free port of an address; of all addresses unless given. */
export async function bindSocket(host: Host, lab: Lab, address = lab.isIPv4 ? '0.0.0.0' : '::') {
  const fd = await openSocket(host, lab)
  await host.calls.bind(fd, { address, port: 0 })
  return { fd, port: await portOf(host, fd) }
}

export async function portOf(host: Host, fd: number): Promise<number> {
  const { port } = (await host.calls.getsockname(fd)) as { port: number }
  return port
}

export const hello = new TextEncoder().encode('hello world!')
