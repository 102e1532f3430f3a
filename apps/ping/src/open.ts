import { Failure } from '@sendto/apps-shared'
import {
  AF_INET,
  AF_INET6,
  type BackendName,
  DatagramSocket,
  type InetAddress,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  openSyscalls,
  SOCK_RAW,
  SyscallError,
} from 'sendto'
import { withoutIPHeader } from './echo.js'

export interface IcmpSocket {
  readonly socket: DatagramSocket
  readonly kind: string
  /** What distinguishes our replies from those to others. */
  readonly identifier: number
  /** The ICMP message of what was received. */
  messageOf(packet: Buffer): Buffer
}

const settings = {
  icmpErrors: true,
  info: { timestamp: true, hopLimit: true },
  // When each request leaves: the event `transmitted`.
  options: { SO_TIMESTAMPING: ['TX_SOFTWARE', 'SOFTWARE', 'OPT_ID', 'OPT_TSONLY'] },
} as const

/** Opens a socket for echo requests to a host: an ICMP socket, icmp(7), or where this user may have none a raw one, raw(7). */
export function openIcmp(host: InetAddress, backend: BackendName | undefined): IcmpSocket {
  try {
    const socket = DatagramSocket.connect(host, { ...settings, backend, protocol: 'icmp' })
    // The kernel has chosen it, writes it into each request, and hands over the replies that have it.
    const { port: identifier = 0 } = socket.localAddress
    return { socket, kind: 'ICMP socket', identifier, messageOf: (packet) => packet }
  } catch (error) {
    if (!isForbidden(error)) throw error
  }
  const socket = openRaw(host, backend)
  const messageOf = host.family === 'IPv4' ? withoutIPHeader : (packet: Buffer) => packet
  return { socket, kind: 'raw socket', identifier: process.pid & 0xffff, messageOf }
}

function openRaw(host: InetAddress, backend: BackendName | undefined): DatagramSocket {
  const sys = openSyscalls({ backend })
  const [domain, protocol] = host.family === 'IPv4' ? [AF_INET, IPPROTO_ICMP] : [AF_INET6, IPPROTO_ICMPV6]
  try {
    const socket = DatagramSocket.adopt(sys.socket(domain, SOCK_RAW, protocol), { ...settings, backend })
    socket.connect(host)
    return socket
  } catch (error) {
    if (!isForbidden(error)) throw error
    throw new Failure(
      'this user may not ping: net.ipv4.ping_group_range has none of its groups, and a raw socket takes CAP_NET_RAW',
    )
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof SyscallError && error.syscall === 'socket' && ['EACCES', 'EPERM'].includes(error.code)
}
