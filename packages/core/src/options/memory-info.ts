import type { Constants } from '../platform/platform.js'
import { type Readable, viewOf } from './kind.js'

/** What a socket's buffers hold and lost, in bytes but for `drops`: `sk_meminfo` of sock_diag(7). */
export interface MemoryInfo {
  /** In the receive queue. */
  readonly rmemAlloc: number
  readonly rcvbuf: number
  /** On their way out. */
  readonly wmemAlloc: number
  readonly sndbuf: number
  readonly fwdAlloc: number
  readonly wmemQueued: number
  readonly optmem: number
  readonly backlog: number
  /** Datagrams lost because the receive buffer was full; with receive offload a joined datagram counts as one. */
  readonly drops: number
}

const places: Record<keyof MemoryInfo, keyof Constants & `SK_MEMINFO_${string}`> = {
  rmemAlloc: 'SK_MEMINFO_RMEM_ALLOC',
  rcvbuf: 'SK_MEMINFO_RCVBUF',
  wmemAlloc: 'SK_MEMINFO_WMEM_ALLOC',
  sndbuf: 'SK_MEMINFO_SNDBUF',
  fwdAlloc: 'SK_MEMINFO_FWD_ALLOC',
  wmemQueued: 'SK_MEMINFO_WMEM_QUEUED',
  optmem: 'SK_MEMINFO_OPTMEM',
  backlog: 'SK_MEMINFO_BACKLOG',
  drops: 'SK_MEMINFO_DROPS',
}

/** An array of `uint32_t`, by the names of its places. */
export const memoryInfo: Readable<MemoryInfo> = {
  size: () => Object.keys(places).length * 4,
  decode({ constants, littleEndian }, bytes) {
    const view = viewOf(bytes)
    const entries = Object.entries(places).map(([name, place]) => [
      name,
      view.getUint32((constants[place] as number) * 4, littleEndian),
    ])
    return Object.fromEntries(entries) as MemoryInfo
  },
}
