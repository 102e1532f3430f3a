import { type BackendName, DatagramSocket } from 'sendto'

export interface OpenOn {
  readonly gro?: boolean
  readonly receiveBuffer?: number
  readonly spin?: number
  readonly coalesce?: number | undefined
}

/** A socket on a free port of an address. */
export function openOn(backend: string, address: string, { gro, receiveBuffer, spin, coalesce }: OpenOn) {
  const options = { receiveOffload: gro, spin, coalesce, options: { SO_RCVBUF: receiveBuffer } }
  const socket = DatagramSocket.bind({ address, port: 0 }, { backend: backend as BackendName, ...options })
  return { socket, port: socket.localAddress.port as number }
}
