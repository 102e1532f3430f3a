import { encodeAddress } from './address/encoder.js'
import type { Backend } from './backend.js'

// The limits that Linux has had: UDP_MAX_SEGMENTS is 128 since 6.12, and was 64 from 4.18 on.
const limits = [128, 64]

const probed = new WeakMap<Backend['sendto'], number>()

/** How many segments the kernel lets a message be cut into, found out by a socket that sends them to itself; 1 where it cuts none. */
export function probeSegments(backend: Backend): number {
  const known = probed.get(backend.sendto)
  if (known !== undefined) return known
  const most = probe(backend)
  if (most !== null) probed.set(backend.sendto, most)
  return most ?? 1
}

/** null if nothing could be found out this time. */
function probe(backend: Backend): number | null {
  const { AF_INET, SOCK_DGRAM, SOCK_CLOEXEC = 0, IPPROTO_UDP, UDP_SEGMENT } = backend.platform.constants
  if (UDP_SEGMENT === undefined) return 1
  try {
    backend.load()
  } catch {
    // It will never send: what every kernel takes stands for the platform, so that what is said of the backend is the same everywhere.
    return 64
  }
  const fd = backend.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)
  if (fd < 0) return null
  try {
    const one = new Uint8Array(new Int32Array([1]).buffer)
    if (backend.setsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, one) < 0) return 1
    // The discard port: nobody needs to listen, the limit is checked before the datagrams leave.
    const to = encodeAddress(backend, { address: '127.0.0.1', port: 9 })
    return limits.find((limit) => backend.sendto(fd, new Uint8Array(limit), 0, to) === limit) ?? 1
  } finally {
    backend.close(fd)
  }
}
