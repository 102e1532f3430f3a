import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { ip, ipBatch, setSysctls } from './ip.js'
import { deleteLeftovers, deleteNamespace, namespaceName } from './namespaces.js'

/**
 * Two hosts, `a` and `b`, joined by a router and, for multicast, directly as well. Each is a network namespace; the links are veth pairs, named after what is at
 * their other end. The router's link to `b` takes only 1400 bytes.
 *
 *     a  router --1500-- a  router  b --1400-- router  b
 *     a  direct ------------------1500--------- direct  b
 */
export interface Network {
  /** The hosts' namespaces. */
  readonly a: string
  readonly b: string
  /** Makes `a` forget what it has learned of the MTU of paths. */
  forgetPaths(): void
  /** Deletes the namespaces, whose processes must have ended. At the end of this process it is done by itself. */
  delete(): void
}

/**
 * Addresses of the network, which nothing outside of its namespaces sees. `second` is another one of `b` on the same link; `linkLocal` is one of `b` beside the one
 * that the kernel makes up.
 */
export const addresses = {
  IPv4: {
    a: '10.1.0.1',
    router: '10.1.0.254',
    b: '10.2.0.1',
    second: '10.2.0.2',
    direct: { a: '10.3.0.1', b: '10.3.0.2', broadcast: '10.3.0.255' },
  },
  IPv6: {
    a: 'fd00:1::1',
    router: 'fd00:1::fe',
    b: 'fd00:2::1',
    second: 'fd00:2::2',
    direct: { a: 'fd00:3::1', b: 'fd00:3::2', linkLocal: 'fe80::b' },
  },
} as const

/** Where the router meets `b`. */
const routerToB = { IPv4: '10.2.0.254', IPv6: 'fd00:2::fe' } as const

/** Why this machine has no IPv6, or undefined. */
export function whyNoIPv6(): string | undefined {
  return existsSync('/proc/sys/net/ipv6') ? undefined : 'this kernel has no IPv6'
}

/** Why no such network can be made here, or undefined. */
export function whyNoNetwork(): string | undefined {
  if (process.platform !== 'linux') return `${process.platform} has no network namespaces`
  const probe = namespaceName('probe')
  try {
    deleteLeftovers()
    ip(['netns', 'add', probe])
    try {
      ip(['netns', 'exec', probe, 'ip', 'link', 'add', 'name', 'a', 'type', 'veth', 'peer', 'name', 'b'])
    } finally {
      deleteNamespace(probe)
    }
    return undefined
  } catch (error) {
    return `network namespaces cannot be made here: ${(error as Error).message}`
  }
}

/** Makes the network. A process has one at a time. */
export async function createNetwork(): Promise<Network> {
  const a = namespaceName('a')
  const b = namespaceName('b')
  const router = namespaceName('router')
  const namespaces = [a, b, router]
  const remove = () => {
    process.off('exit', remove)
    for (const namespace of namespaces) deleteNamespace(namespace)
  }

  deleteLeftovers()
  process.on('exit', remove)
  try {
    ipBatch(namespaces.map((namespace) => `netns add ${namespace}`).join('\n'))
    // A device takes over what it finds as the default when it is made.
    for (const namespace of namespaces) setSysctls(namespace, sysctls(namespace === router))
    link({ namespace: a, device: 'router' }, { namespace: router, device: 'a' }, 1500)
    link({ namespace: router, device: 'b' }, { namespace: b, device: 'router' }, 1400)
    link({ namespace: a, device: 'direct' }, { namespace: b, device: 'direct' }, 1500)
    for (const family of families()) {
      // After three of these, and not only after three seconds, the router says that there is no such host.
      setSysctls(router, { [`net/${family.toLowerCase()}/neigh/b/retrans_time_ms`]: 250 })
      const on = addresses[family]
      const prefix = family === 'IPv4' ? '/24' : '/64 nodad'
      assign(router, { a: [on.router + prefix], b: [routerToB[family] + prefix] })
      assign(a, { router: [on.a + prefix], direct: [on.direct.a + prefix] }, on.router)
      // A deprecated address is one that the kernel does not choose by itself.
      const second = `${on.second}${prefix} preferred_lft 0`
      assign(b, { router: [on.b + prefix, second], direct: [on.direct.b + prefix] }, routerToB[family])
    }
    if (families().includes('IPv6')) {
      assign(b, { direct: [`${addresses.IPv6.direct.linkLocal}/64 nodad`] })
    }
    for (const namespace of namespaces) await linksAreUp(namespace)
  } catch (error) {
    remove()
    throw error
  }

  return {
    a,
    b,
    forgetPaths() {
      for (const family of families()) ip(['-n', a, family === 'IPv4' ? '-4' : '-6', 'route', 'flush', 'cache'])
    },
    delete: remove,
  }
}

interface End {
  readonly namespace: string
  readonly device: string
}

function link(one: End, other: End, mtu: number): void {
  const end = ({ namespace, device }: End) => `name ${device} netns ${namespace} mtu ${mtu}`
  ipBatch(`link add ${end(one)} type veth peer ${end(other)}`)
  for (const { namespace, device } of [one, other]) ip(['-n', namespace, 'link', 'set', 'dev', device, 'up'])
}

/** Gives devices their addresses, and the host its way to everywhere else. */
function assign(namespace: string, devices: Record<string, readonly string[]>, gateway?: string): void {
  const commands = Object.entries(devices).flatMap(([device, texts]) =>
    texts.map((text) => `address add ${text} dev ${device}`),
  )
  if (gateway !== undefined) commands.push(`route add default via ${gateway}`)
  ipBatch(commands.join('\n'), namespace)
}

function families(): ('IPv4' | 'IPv6')[] {
  return whyNoIPv6() === undefined ? ['IPv4', 'IPv6'] : ['IPv4']
}

/** What this machine's own settings must not decide. ICMP errors are not rationed: each test wants its own. */
function sysctls(forward: boolean): Record<string, number> {
  const forIPv4 = {
    'net/ipv4/ip_forward': Number(forward),
    'net/ipv4/conf/all/rp_filter': 0,
    'net/ipv4/conf/default/rp_filter': 0,
    'net/ipv4/icmp_ratelimit': 0,
  }
  if (whyNoIPv6() !== undefined) return forIPv4
  return {
    ...forIPv4,
    'net/ipv6/conf/all/disable_ipv6': 0,
    'net/ipv6/conf/default/disable_ipv6': 0,
    'net/ipv6/conf/all/forwarding': Number(forward),
    // An address on trial could not be used for a second.
    'net/ipv6/conf/all/accept_dad': 0,
    'net/ipv6/conf/default/accept_dad': 0,
    'net/ipv6/icmp/ratelimit': 0,
  }
}

/** A device drops what it is given before the kernel has seen that the other end is up. */
async function linksAreUp(namespace: string): Promise<void> {
  const deadline = performance.now() + 5000
  for (;;) {
    const links = ip(['-n', namespace, '-oneline', 'link', 'show', 'type', 'veth']).trimEnd().split('\n')
    if (links.every((line) => line.includes(' state UP '))) return
    if (performance.now() > deadline) throw new Error(`the links did not come up:\n${links.join('\n')}`)
    await setTimeout(5)
  }
}
