import type { Name } from '@sendto/core'
import type { Handle } from '../handle.js'
import { type Outgoing, sameControl, sameDestination } from './outgoing.js'
import type { Peer } from './peer.js'
import { Refusals } from './refusals.js'

/** What an IP packet may have, less the headers of Ethernet, IPv6 and UDP: what is longer with its headers is cut up before the device, one by one. */
const mostBytes = 65_535 - 14 - 40 - 8

/**
 * Decides which datagrams leave as one message that is cut up again behind the system call (UDP_SEGMENT, udp(7)): neighbours with one destination, one size (the last may be
 * shorter) and the same control data. Never those of length zero, nor what goes to many hosts, nor where the path has refused it.
 */
export class Joiner {
  readonly refusals = new Refusals()
  readonly #handle: Handle
  readonly #peer: Peer
  /** The largest number of datagrams in one message. */
  readonly #most: number
  #isUdp: boolean | undefined
  #mayBroadcast: boolean | undefined

  /** @param most the largest number of datagrams in one message, as far as the kernel takes as many */
  constructor(handle: Handle, peer: Peer, most: number) {
    this.#handle = handle
    this.#peer = peer
    this.#most = most
  }

  /** Whether the socket could join anything at all. */
  get joins(): boolean {
    return this.#most > 1 && this.#handle.environment.sending.maxSegments > 1 && this.#speaksUdp()
  }

  /** A batch begins: what options say is asked anew. */
  begin(): void {
    this.#mayBroadcast = undefined
  }

  /** How many datagrams of the list, from `from` on, can be one message of at most `room` bytes: at least one. */
  run(list: readonly Outgoing[], from: number, end: number, room: number): number {
    if (this.#most < 2 || from + 1 >= end) return 1
    const first = list[from] as Outgoing
    // The neighbour is looked at first: most datagrams that stand alone are found out by it.
    if (!belongs(first, list[from + 1] as Outgoing)) return 1
    const { size, name } = first
    const most = Math.min(end - from, this.limit(size, this.#most))
    if (most < 2 || !this.takesSegments(name, size)) return 1
    const limit = Math.min(room, mostBytes)
    let bytes = size
    let run = 1
    while (run < most) {
      const next = list[from + run] as Outgoing
      if (!belongs(first, next) || bytes + next.size > limit) break
      bytes += next.size
      run++
      if (next.size < size) break
    }
    return run
  }

  /** How many segments of a size a message has at most. */
  limit(segmentSize: number, most = Number.POSITIVE_INFINITY): number {
    const { maxSegments } = this.#handle.environment.sending
    return Math.min(most, maxSegments, Math.floor(mostBytes / segmentSize))
  }

  /** Whether segments of this size may leave as one message to a destination. */
  takesSegments(name: Name | null, segmentSize: number): boolean {
    const to = name ?? this.#peer.name
    if (to === null || !to.unicast || segmentSize === 0) return false
    if (this.#handle.environment.sending.maxSegments < 2 || !this.#speaksUdp()) return false
    // The broadcast address of a network looks like any other.
    if (to.mayBroadcast && this.#broadcasts()) return false
    return !this.refusals.has(name, segmentSize)
  }

  #speaksUdp(): boolean {
    const { sys, fd, family } = this.#handle
    if (family !== 'IPv4' && family !== 'IPv6') return false
    this.#isUdp ??= sys.getOption(fd, 'SO_PROTOCOL') === sys.backend.platform.constants.IPPROTO_UDP
    return this.#isUdp
  }

  #broadcasts(): boolean {
    const { sys, fd } = this.#handle
    this.#mayBroadcast ??= sys.getOption(fd, 'SO_BROADCAST')
    return this.#mayBroadcast
  }
}

function belongs(first: Outgoing, next: Outgoing): boolean {
  if (next.size === 0 || next.size > first.size) return false
  return sameDestination(first.name, next.name) && sameControl(first.control, next.control)
}
