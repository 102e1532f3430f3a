import { type InetAddress, type Syscalls, timeval } from '@sendto/core'
import { inet, loopback } from '../inet.js'

/** A UDP socket on IPv4 loopback on which no receive waits for longer than `patience`, and where it is bound. */
export function boundSocket(sys: Syscalls, patience: number): { fd: number; address: InetAddress } {
  const { platform } = sys.backend
  const { AF_INET, SOCK_DGRAM, SOL_SOCKET, SO_RCVTIMEO } = platform.constants
  const fd = sys.socket(AF_INET, SOCK_DGRAM)
  sys.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeval(platform, patience))
  sys.bind(fd, { address: loopback.IPv4, port: 0 })
  return { fd, address: inet(sys.getsockname(fd)) }
}

/** The code of the error that a call throws; null if it throws none. */
export function codeOf(call: () => unknown): string | null {
  try {
    call()
    return null
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error)
  }
}

/** The same, of which no receive waits. */
export function nonblockingSocket(sys: Syscalls): { fd: number; address: InetAddress } {
  const socket = boundSocket(sys, 1)
  sys.setNonblocking(socket.fd, true)
  return socket
}
