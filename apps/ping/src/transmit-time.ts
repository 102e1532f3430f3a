import {
  type ControlMessage,
  type DatagramSocket,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  type QueuedError,
  type ReceivedMessage,
  SyscallError,
} from 'sendto'

const flags = (MSG_ERRQUEUE as number) | (MSG_DONTWAIT as number)
const quote = new Uint8Array(128)

/** Has the kernel note when each request leaves, on the error queue. (Linux: networking/timestamping.) */
export function noteTransmitTimes(socket: DatagramSocket): void {
  socket.setOption('SO_TIMESTAMPING', ['TX_SOFTWARE', 'SOFTWARE', 'OPT_ID', 'OPT_TSONLY'])
}

/**
 * When the request that has just been sent left, in nanoseconds since 1970. Null if the kernel has not told by now: a network device may take longer than that, and the time in
 * which it does is short beside what is measured then.
 * @param index how many were sent before
 * @param fail takes an ICMP error that lies on the queue before it, and would have become an event of the socket
 */
export function transmitTime(
  socket: DatagramSocket,
  index: number,
  fail: (error: QueuedError, quote: Uint8Array) => void,
): bigint | null {
  for (let record = next(socket); record !== null; record = next(socket)) {
    const error = find(record, 'error')
    if (error?.origin !== 'timestamping') {
      if (error !== undefined) fail(error, quote.slice(0, record.size))
    } else if (error.data === index) {
      return find(record, 'timestamping')?.software ?? null
    }
  }
  return null
}

function next(socket: DatagramSocket): ReceivedMessage | null {
  try {
    return socket.syscalls.recvmsg(socket.fd, quote, { flags })
  } catch (error) {
    if (error instanceof SyscallError && error.code === 'EAGAIN') return null
    throw error
  }
}

function find<Kind extends ControlMessage['kind']>({ control }: ReceivedMessage, kind: Kind) {
  return control.find((each): each is Extract<ControlMessage, { kind: Kind }> => each.kind === kind)
}
