import { timeval } from '@sendto/core'
import { SO_RCVTIMEO, SOL_SOCKET, type Syscalls } from 'sendto'

/** Bounds the wait of each recvfrom on the socket: SO_RCVTIMEO, socket(7). */
export function setReceiveTimeout({ backend, setsockopt }: Syscalls, fd: number, seconds: number): void {
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeval(backend.platform, Math.round(seconds * 1000)))
}
