import type { Address, AddressInit, bpf, Syscalls } from '@sendto/core'
import { bar, type Filters, lift } from './filters.js'

export interface GroupInit {
  readonly address: AddressInit
  readonly size: number
  /** Says by its place which member gets a datagram; null for the kernel's hash. */
  readonly program: bpf.Program | null
  /** Whether the members may join a group that is there already. */
  readonly join: boolean
  readonly filters: Filters
  /** Opens a socket that is not bound yet. */
  open(): number
}

/**
 * Sockets of one address, among which the kernel shares out what comes: SO_REUSEPORT of socket(7).
 *
 * A member's place is the order in which it was bound, and a steering program goes by places. When a member is closed the last one takes its place, and one that is
 * opened anew comes last. So the members are opened once, here, and stay open until all are closed. A worker has a duplicate of its member's descriptor, whose end
 * neither moves a member nor loses what is queued.
 */
export interface Group {
  readonly address: Address
  readonly descriptors: readonly number[]
  close(): void
}

/** Opens a group, or throws and leaves nothing open. No member receives before all are there, or a flow could begin with one and go on with another. */
export function openGroup(sys: Syscalls, { address, size, program, join, filters, open }: GroupInit): Group {
  const descriptors: number[] = []
  const close = () => {
    for (const fd of descriptors.splice(0)) sys.close(fd)
  }
  const member = () => {
    const fd = open()
    descriptors.push(fd)
    bar(sys, fd)
    return fd
  }
  try {
    const first = member()
    // With SO_REUSEPORT it would become a member of anybody's group that has the address, and the kernel chooses the ports of such groups too.
    const alone = !join || address.port === 0
    if (!alone) sys.setOption(first, 'SO_REUSEPORT', true)
    sys.bind(first, address)
    if (alone) sys.setOption(first, 'SO_REUSEPORT', true)
    const own = sys.getsockname(first)
    while (descriptors.length < size) {
      const fd = member()
      sys.setOption(fd, 'SO_REUSEPORT', true)
      sys.bind(fd, own)
    }
    if (program !== null) sys.setOption(first, 'SO_ATTACH_REUSEPORT_CBPF', program)
    for (const fd of descriptors) lift(sys, fd, filters)
    return { address: own, descriptors: [...descriptors], close }
  } catch (error) {
    close()
    throw error
  }
}
