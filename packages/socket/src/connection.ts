import type { AddressInit } from '@sendto/core'
import type { Handle } from './handle.js'
import type { Sender } from './send/sender.js'

/**
 * Gives an open socket a peer, or another one: connect(2).
 * @param sender what has datagrams for the former one, if anything was to be sent
 */
export function connect(handle: Handle, sender: Sender | null, address: AddressInit): void {
  reconnect(handle, sender, () => handle.sys.connect(handle.fd, address))
}

/** Takes the peer from a socket, which keeps its port: connect(2) with AF_UNSPEC. */
export function disconnect(handle: Handle, sender: Sender | null): void {
  const { sys, fd } = handle
  reconnect(handle, sender, () => {
    const { port = 0 } = sys.getsockname(fd)
    sys.connect(fd, null)
    const address = sys.getsockname(fd)
    // Linux takes the port with the connection where it was the kernel that had chosen it.
    if (port !== 0 && address.port === 0) sys.bind(fd, { ...address, port })
  })
}

function reconnect(handle: Handle, sender: Sender | null, call: () => void): void {
  handle.descriptor.check('connect')
  // Whoever hears that the queue has drained could close the socket.
  sender?.beforeReconnect()
  handle.descriptor.check('connect')
  try {
    call()
    // An error that a datagram to the former peer has met is no news of the next one's, which it would fail. SO_ERROR is cleared when it is read.
    handle.sys.getOption(handle.fd, 'SO_ERROR')
  } finally {
    sender?.afterReconnect()
  }
}
