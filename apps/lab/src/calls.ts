import { MSG_DONTWAIT, MSG_ERRQUEUE, POLLERR, POLLIN, type ReceivedMessage, type Syscalls } from 'sendto'

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

  function receive(fd: number, event: number, flags: number): ReceivedDatagram {
    const [ready] = poll([{ fd, events: event }], patience)
    if (ready === undefined) throw new Error(`nothing came within ${patience} ms`)
    const buffer = new Uint8Array(65535)
    const message = recvmsg(fd, buffer, { flags: flags | (MSG_DONTWAIT as number) })
    return { ...message, data: buffer.subarray(0, message.size) }
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
    /** Waits for a datagram, or for the error that the socket has instead. */
    receive: (fd: number): ReceivedDatagram => receive(fd, POLLIN, 0),
    /** Waits for a record of the error queue. */
    receiveError: (fd: number): ReceivedDatagram => receive(fd, POLLERR, MSG_ERRQUEUE as number),
    /** Whether a datagram is there already. */
    hasReceived: (fd: number): boolean => poll([{ fd, events: POLLIN }], 0).length > 0,
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
