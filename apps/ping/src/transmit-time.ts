import { type DatagramSocket, MSG_DONTWAIT, MSG_ERRQUEUE, SyscallError } from 'sendto'

const nothing = new Uint8Array(0)
const flags = (MSG_ERRQUEUE as number) | (MSG_DONTWAIT as number)

/** Has the kernel note when each request leaves, on the error queue. (Linux: networking/timestamping.) */
export function noteTransmitTimes(socket: DatagramSocket): void {
  socket.setOption('SO_TIMESTAMPING', ['TX_SOFTWARE', 'SOFTWARE', 'OPT_ID', 'OPT_TSONLY'])
}

/**
 * When the request that has just been sent left, in nanoseconds since 1970. Null if the kernel has not told by now: a network device may take longer than that, and the time in
 * which it does is short beside what is measured then.
 * @param index how many were sent before
 */
export function transmitTime(socket: DatagramSocket, index: number): bigint | null {
  try {
    const { control } = socket.syscalls.recvmsg(socket.fd, nothing, { flags })
    const isIts = control.some((each) => each.kind === 'error' && each.origin === 'timestamping' && each.data === index)
    const stamp = control.find((each) => each.kind === 'timestamping')
    return isIts && stamp !== undefined ? stamp.software : null
  } catch (error) {
    if (error instanceof SyscallError && error.code === 'EAGAIN') return null
    throw error
  }
}
