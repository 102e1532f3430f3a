import type { AddressInit } from '@sendto/core'
import type { Handle } from './handle.js'

/** Gives an open socket a peer, or another one: connect(2). */
export function connect(handle: Handle, address: AddressInit): void {
  const { sys, fd } = handle
  sys.connect(fd, address)
  forgetError(handle)
}

/** Takes the peer from a socket, which keeps its port: connect(2) with AF_UNSPEC. */
export function disconnect(handle: Handle): void {
  const { sys, fd } = handle
  const { port = 0 } = sys.getsockname(fd)
  sys.connect(fd, null)
  forgetError(handle)
  const address = sys.getsockname(fd)
  // Linux takes the port with the connection where it was the kernel that had chosen it.
  if (port !== 0 && address.port === 0) sys.bind(fd, { ...address, port })
}

/** An error that a datagram to the former peer has met is no news of the next one's, which it would fail: SO_ERROR is cleared when it is read. */
function forgetError({ sys, fd }: Handle): void {
  sys.getOption(fd, 'SO_ERROR')
}
