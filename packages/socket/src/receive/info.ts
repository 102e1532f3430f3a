import {
  type Address,
  checkBoolean,
  checkObject,
  invalidArgValue,
  type SyscallError,
  type Syscalls,
  type WritableOption,
} from '@sendto/core'

/** What is to be told of each datagram beside its data and sender; nothing unless given. */
export interface InfoOptions {
  /** The address that it was sent to, and the interface by which it came: `to`, `interface`. IP_PKTINFO of ip(7), IPV6_RECVPKTINFO of RFC 3542. */
  readonly to?: boolean | undefined
  /** Its traffic class, the whole byte. IP_RECVTOS of ip(7), IPV6_RECVTCLASS of RFC 3542. */
  readonly trafficClass?: boolean | undefined
  /** Its ECN codepoint (RFC 3168), which is a part of the traffic class. */
  readonly ecn?: boolean | undefined
  /** The TTL or hop limit that it arrived with. IP_RECVTTL of ip(7), IPV6_RECVHOPLIMIT of RFC 3542. */
  readonly hopLimit?: boolean | undefined
  /** When the kernel received it. SO_TIMESTAMPNS of socket(7), SO_TIMESTAMP elsewhere. */
  readonly timestamp?: boolean | undefined
  /** How many datagrams the socket had lost before. SO_RXQ_OVFL of socket(7). (Linux.) */
  readonly dropped?: boolean | undefined
}

/** `InfoOptions`, checked: one object for the same choices. */
export type Info = Readonly<Record<keyof InfoOptions, boolean>>

export const noInfo: Info = Object.freeze({
  to: false,
  trafficClass: false,
  ecn: false,
  hopLimit: false,
  timestamp: false,
  dropped: false,
})

const names = Object.keys(noInfo) as (keyof Info)[]

const known = new Map<string, Info>()

/** Each member is read once. */
export function checkInfo(options: InfoOptions | undefined): Info {
  if (options === undefined) return noInfo
  checkObject('options.info', options)
  const info = { ...noInfo }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(noInfo, name)) throw invalidArgValue('options.info', `must have names of ${names}`, name)
    if (value === undefined) continue
    checkBoolean(`options.info.${name}`, value)
    info[name as keyof Info] = value
  }
  const key = names.filter((name) => info[name]).join()
  if (key === '') return noInfo
  if (!known.has(key)) known.set(key, Object.freeze(info))
  return known.get(key) as Info
}

/** Refuses what sockets of a family can tell nothing of. */
export function checkInfoOf(family: Address['family'], info: Info): void {
  if (family === 'IPv4' || family === 'IPv6') return
  for (const name of ['to', 'trafficClass', 'ecn', 'hopLimit'] as const) {
    if (!info[name]) continue
    throw invalidArgValue(`options.info.${name}`, 'is told by sockets of IPv4 and IPv6 alone', true)
  }
}

/**
 * Has the kernel tell it: for both families on an IPv6 socket that speaks IPv4 too.
 *
 * `ENOPROTOOPT`: the system has no such thing.
 */
export function setInfo(sys: Syscalls, fd: number, family: Address['family'], info: Info): void {
  const { SO_TIMESTAMPNS, IP_PKTINFO } = sys.backend.platform.constants
  const set = (name: WritableOption): void => sys.setOption(fd, name, true)
  if (info.timestamp) set(SO_TIMESTAMPNS === undefined ? 'SO_TIMESTAMP' : 'SO_TIMESTAMPNS')
  if (info.dropped) set('SO_RXQ_OVFL')
  const trafficClass = info.trafficClass || info.ecn
  if (family === 'IPv4') {
    if (info.to) set(IP_PKTINFO === undefined ? 'IP_RECVDSTADDR' : 'IP_PKTINFO')
    if (trafficClass) set('IP_RECVTOS')
    if (info.hopLimit) set('IP_RECVTTL')
  } else if (family === 'IPv6') {
    // Of an IPv4 datagram too: the address is a mapped one then.
    if (info.to) set('IPV6_RECVPKTINFO')
    if (trafficClass) set('IPV6_RECVTCLASS')
    if (info.hopLimit) set('IPV6_RECVHOPLIMIT')
    if ((!trafficClass && !info.hopLimit) || sys.getOption(fd, 'IPV6_V6ONLY')) return
    if (trafficClass) setWhereKnown(sys, fd, 'IP_RECVTOS')
    if (info.hopLimit) setWhereKnown(sys, fd, 'IP_RECVTTL')
  }
}

// macOS and FreeBSD take no option of IPv4 on an IPv6 socket: mapped datagrams do not tell there.
function setWhereKnown(sys: Syscalls, fd: number, name: 'IP_RECVTOS' | 'IP_RECVTTL'): void {
  try {
    sys.setOption(fd, name, true)
  } catch (error) {
    if (!['EINVAL', 'ENOPROTOOPT'].includes((error as SyscallError).code)) throw error
  }
}
