import { readdirSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { foreign } from './inet.js'

/**
 * What a host may or may not offer, and no backend can help. Each is found out without the backend, whose own failure would otherwise look like the
 * host's, and answers null or a sentence that says what is missing.
 */
const probes = {
  ipv6: () =>
    interfaces().some(({ address }) => address === '::1') ? null : 'This host has no IPv6 loopback address.',

  linkLocal: () => (linkLocal() ? null : 'No interface of this host has a link-local IPv6 address.'),

  outerInterface: () => (outerInterface() ? null : 'This host has no interface with an IPv4 address but loopback.'),

  pingSockets() {
    const [first, last] = groups('/proc/sys/net/ipv4/ping_group_range') ?? []
    if (first === undefined || last === undefined) return 'This host does not tell who may open ICMP sockets.'
    const own = [process.getegid?.() ?? -1, ...(process.getgroups?.() ?? [])]
    if (own.some((group) => group >= first && group <= last)) return null
    return 'This process may not open ICMP sockets (net.ipv4.ping_group_range).'
  },

  onlyOwnAddresses() {
    if (interfaces().some(({ address }) => address === foreign)) return `${foreign} is an address of this host.`
    if (number('/proc/sys/net/ipv4/ip_nonlocal_bind') === 1) return 'This host lets sockets bind to foreign addresses.'
    return null
  },

  openDescriptors: () =>
    tryTo(() => readdirSync('/proc/self/fd'), 'This host does not list the open descriptors of a process.'),

  blockedCalls: () =>
    tryTo(() => readFileSync('/proc/self/syscall'), 'This host does not tell the call that a process is blocked in.'),

  loopCount: () =>
    loopCount() === undefined
      ? 'This Node does not count the turns of its event loop (20.18, 22.8 and later do).'
      : null,

  privilegedPorts() {
    const first = number('/proc/sys/net/ipv4/ip_unprivileged_port_start')
    if (first === null) return 'This host does not tell which ports are privileged.'
    if (first <= 1) return 'This host has no privileged ports.'
    if (process.getuid?.() !== 0 && mayBindAnyPort())
      return 'This process may bind privileged ports and is not root, so that it cannot give that up.'
    return null
  },

  networkAdministration: () =>
    hasCapability(12) ? null : 'This process may not administer the network (CAP_NET_ADMIN).',

  rawSockets: () => (hasCapability(13) ? null : 'This process may not open raw sockets (CAP_NET_RAW).'),
} satisfies Record<string, () => string | null>

/** The name of something that a host may offer. */
export type Fact = keyof typeof probes

const known = new Map<Fact, string | null>()

/** Why the host does not offer it, in a sentence; null if it does. Asked once. */
export function missing(fact: Fact): string | null {
  let answer = known.get(fact)
  if (answer === undefined) {
    answer = probes[fact]()
    known.set(fact, answer)
  }
  return answer
}

/** How often the event loop of this thread has turned. */
export function loopCount(): number | undefined {
  const { nodeTiming } = performance as unknown as { nodeTiming: { uvMetricsInfo?: { loopCount: number } } }
  return nodeTiming.uvMetricsInfo?.loopCount
}

/** A link-local address of this host, with the index and the name of its interface. */
export function linkLocal(): { readonly address: string; readonly scopeId: number; readonly name: string } | undefined {
  return interfaces().flatMap(({ address, name, scopeid }) =>
    scopeid && address.startsWith('fe80:') ? [{ address, scopeId: scopeid, name }] : [],
  )[0]
}

/** An interface of this host that leads out of it, with its address. */
export function outerInterface(): { readonly name: string; readonly address: string } | undefined {
  return interfaces().find(({ family, internal }) => family === 'IPv4' && !internal)
}

/** The name of the interface that has the loopback address. */
export function loopbackInterface(): string {
  return interfaces().find(({ address }) => address === '127.0.0.1')?.name ?? 'lo'
}

/** The first port that everybody may bind. */
export function firstUnprivilegedPort(): number {
  return number('/proc/sys/net/ipv4/ip_unprivileged_port_start') ?? 1024
}

function interfaces() {
  return Object.entries(networkInterfaces()).flatMap(([name, each = []]) => each.map((one) => ({ ...one, name })))
}

// CAP_NET_BIND_SERVICE
function mayBindAnyPort(): boolean {
  return hasCapability(10)
}

/** Whether this process has a right, by its number in capabilities(7). */
function hasCapability(right: number): boolean {
  try {
    const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]
    return effective !== undefined && (BigInt(`0x${effective}`) & (1n << BigInt(right))) !== 0n
  } catch {
    return process.getuid?.() === 0
  }
}

function groups(file: string): number[] | undefined {
  return read(file)?.trim().split(/\s+/).map(Number)
}

function number(file: string): number | null {
  const text = read(file)
  return text === null ? null : Number(text)
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return null
  }
}

function tryTo(run: () => unknown, otherwise: string): string | null {
  try {
    run()
    return null
  } catch {
    return otherwise
  }
}
