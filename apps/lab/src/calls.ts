import { MSG_DONTWAIT, MSG_ERRQUEUE, POLLIN, type ReceivedMessage, type Syscalls } from 'sendto'
import { datagramSocketCalls } from './datagram-sockets.js'

/** A received message with its data. */
export interface ReceivedDatagram extends ReceivedMessage {
  readonly data: Uint8Array
}

/** Every wait ends after this time, in milliseconds. */
const patience = 5000

/** What a process on a host can be asked: system calls, and receives that wait for a while and give the data back. */
export function callsOf(syscalls: Syscalls) {
  const { socket, bind, connect, getsockname, sendto, sendmsg, recvmsg, poll, close } = syscalls
  const { getOption, setOption, if_nametoindex } = syscalls

  function receiveNow(fd: number, flags = 0): ReceivedDatagram {
    const buffer = new Uint8Array(65535)
    const message = recvmsg(fd, buffer, { flags: flags | (MSG_DONTWAIT as number) })
    return { ...message, data: buffer.subarray(0, message.size) }
  }

  function wait(fd: number, events: number): void {
    if (poll([{ fd, events }], patience).length === 0) throw new Error(`nothing came within ${patience} ms`)
  }

  return {
    socket,
    bind,
    connect,
    getsockname,
    sendto,
    sendmsg,
    getOption,
    setOption,
    if_nametoindex,
    close,
    /** Receives what is there already. */
    receiveNow: (fd: number): ReceivedDatagram => receiveNow(fd),
    /** Waits for a datagram, or for the error that the socket has instead. */
    receive(fd: number): ReceivedDatagram {
      wait(fd, POLLIN)
      return receiveNow(fd)
    },
    /** Waits for a record of the error queue. */
    receiveError(fd: number): ReceivedDatagram {
      wait(fd, 0)
      return receiveNow(fd, MSG_ERRQUEUE)
    },
    ...datagramSocketCalls(syscalls.backend, patience),
  }
}

export type Calls = ReturnType<typeof callsOf>

/** Asks for a call. */
export interface Request {
  readonly call: keyof Calls
  readonly args: readonly unknown[]
}

/** What came of it. An error's fields travel as an object, since a copy of an Error would keep none but its message. */
export type Reply = { readonly result: unknown } | { readonly error: { readonly message: string } }
