import type { AddressInit, Backend, Syscalls } from '@sendto/core'
import { DatagramSocket, type SocketOptions } from '../../src/index.js'

/** What a test asks of the calls by which sockets send. */
export interface SendCalls {
  /** How often each was made. */
  readonly made: Record<'sendto' | 'sendmsg' | 'sendmmsg', number>
  /** Of how many messages each `sendmmsg` was. */
  readonly batches: number[]
  /**
   * Decides what a call does: so many messages at most, or a negated error number. It is made as it is where this says nothing.
   * @param count how many messages the call is given
   */
  answer: (call: number, count: number) => number | undefined
}

/** A backend whose sending calls are counted, and answer what a test wants. A call that is to fail is not made. */
export function watched(backend: Backend): { backend: Backend; calls: SendCalls } {
  const calls: SendCalls = { made: { sendto: 0, sendmsg: 0, sendmmsg: 0 }, batches: [], answer: () => undefined }
  let number = 0
  const single = (call: 'sendto' | 'sendmsg', make: () => number) => {
    calls.made[call]++
    const answer = calls.answer(number++, 1)
    return answer !== undefined && answer < 0 ? answer : make()
  }
  const altered: Backend = {
    ...backend,
    sendto: (...given) => single('sendto', () => backend.sendto(...given)),
    sendmsg: (...given) => single('sendmsg', () => backend.sendmsg(...given)),
    sendmmsg(fd, vector, from, count, flags) {
      calls.made.sendmmsg++
      calls.batches.push(count)
      const answer = calls.answer(number++, count)
      if (answer !== undefined && answer < 0) return answer
      return backend.sendmmsg(fd, vector, from, Math.min(count, answer ?? count), flags)
    },
  }
  return { backend: altered, calls }
}

/** The negated number of an error. */
export function failure({ platform }: Backend, code: string): number {
  return -(platform.errno[code] as number)
}

/** What has come to a socket, once it is so many datagrams, as text. */
export async function texts(socket: DatagramSocket, count: number): Promise<string[]> {
  const seen: string[] = []
  while (seen.length < count) seen.push(Buffer.from((await socket.receive()).data).toString('latin1'))
  return seen
}

/** Whether nothing is queued in a socket. */
export function isEmpty(socket: DatagramSocket): boolean {
  const { POLLIN } = socket.syscalls.backend.platform.constants
  return socket.syscalls.poll([{ fd: socket.fd, events: POLLIN }], 0).length === 0
}

/** A socket with room for all that a test sends. */
export function roomy(address: AddressInit | string, options: SocketOptions): DatagramSocket {
  const socket = DatagramSocket.bind(address, options)
  socket.setOption('SO_RCVBUF', 2 ** 22)
  return socket
}

/** A blocking receive that is not made unless something is there: how the kernel joined what it received, as messages. */
export function messages(sys: Syscalls, fd: number): { size: number; segmentSize: number }[] {
  const all: { size: number; segmentSize: number }[] = []
  const data = new Uint8Array(65_536)
  while (sys.poll([{ fd, events: sys.backend.platform.constants.POLLIN }], 0).length > 0) {
    const { size, control } = sys.recvmsg(fd, data)
    const cut = control.find(({ kind }) => kind === 'segmentSize')
    all.push({ size, segmentSize: cut?.kind === 'segmentSize' ? cut.segmentSize : 0 })
  }
  return all
}
