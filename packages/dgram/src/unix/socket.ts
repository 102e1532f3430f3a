import { AsyncResource } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import {
  type Backend,
  type BackendName,
  type Batch,
  DatagramSocket,
  SyscallError,
  UnixAddress,
  type UnixAddressInit,
} from 'sendto'
import { syscallsOf } from '../backend.js'
import { errno } from '../errors.js'
import { Messages, type Recipient } from '../messages.js'
import { poolsMessages } from '../pool.js'
import { BoundPath } from './bound-path.js'
import { addressOf, nameOf } from './name.js'
import { type Callback, type Outgoing, readOutgoing } from './outgoing.js'

export interface UnixSocketOptions {
  readonly type: 'unix_dgram'
  /** The backend, by name or itself. Without it SENDTO_BACKEND names one; without that it is the first that loads. */
  readonly backend?: BackendName | Backend | undefined
  /** Whether `close` removes the path that the socket was bound to. False unless given: `unix-dgram` leaves it. */
  readonly unlink?: boolean | undefined
}

/** What `createSocket` takes for such a socket. */
export type UnixSocketType = 'unix_dgram' | UnixSocketOptions

export function isUnix(type: unknown): type is UnixSocketType {
  return (
    type === 'unix_dgram' || (typeof type === 'object' && (type as UnixSocketOptions | null)?.type === 'unix_dgram')
  )
}

/** About a datagram that came. */
export interface UnixRemoteInfo {
  readonly size: number
  /** The sender's: null if it has no name, `\0name` if that is abstract. */
  readonly path: string | null
  /** Holds nothing, as with `unix-dgram`. */
  readonly address: object
}

export type UnixListener = (data: Buffer, from: UnixRemoteInfo) => void

export interface UnixSocketEvents {
  message: [data: Buffer, from: UnixRemoteInfo]
  listening: []
  connect: []
  /** A datagram to the peer of the socket found no room, and has not left. */
  congestion: [data: Uint8Array]
  /** There is room again, for a peer that had none. */
  writable: []
  error: [error: Error]
  close: []
}

/**
 * A Unix datagram socket with the API of the npm package `unix-dgram`, unix(7): it is open and keeps the process alive from its creation until `close`, and calls back and emits before its methods
 * return. Errors have a string `code` and a negative `errno`. Names are paths, or abstract names behind a NUL (Linux).
 */
export class UnixSocket extends EventEmitter<UnixSocketEvents> implements Recipient<UnixRemoteInfo>, Disposable {
  readonly type = 'unix_dgram'
  /** Whether it has a peer. */
  connected = false
  readonly #socket: DatagramSocket
  readonly #unlinks: boolean
  #path: BoundPath | null = null
  #hasToldClose = false

  /** @throws SyscallError of socket(2): `EMFILE`, `ENFILE` */
  constructor(type: UnixSocketType, listener?: UnixListener) {
    super()
    const { backend, unlink = false }: Partial<UnixSocketOptions> = typeof type === 'object' ? type : {}
    const sys = syscallsOf(backend)
    const { AF_UNIX, SOCK_DGRAM } = sys.backend.platform.constants
    const fd = sys.socket(AF_UNIX, SOCK_DGRAM)
    try {
      this.#socket = DatagramSocket.adopt(fd, { backend: sys.backend })
    } catch (error) {
      sys.close(fd)
      throw error
    }
    this.#unlinks = unlink
    this.#socket.on('error', (error) => this.emit('error', error))
    this.#socket.on('drain', () => this.emit('writable'))
    new Messages(this, this.#socket, poolsMessages(), new AsyncResource('UNIXRECEIVE')).start()
    if (typeof listener === 'function') this.on('message', listener)
  }

  /** The descriptor's number; -1 once the socket is closed. */
  get fd(): number {
    return this.#socket.fd
  }

  /** Gives the socket a name. bind(2): `EADDRINUSE`, `EACCES`, `ENOENT`, `EINVAL` (it has one) */
  bind(path: string): void {
    const { fd, syscalls } = this.#socket
    const isBound = this.#try('bind', path, (address) => {
      syscalls.bind(fd, address)
      if (this.#unlinks && address.path !== undefined) this.#path = new BoundPath(path)
    })
    if (isBound) this.emit('listening')
  }

  /** Gives the socket a peer: `send` goes there without a path, and tells of congestion. connect(2): `ENOENT`, `ECONNREFUSED`, `EACCES` */
  connect(path: string): void {
    if (!this.#try('connect', path, (address) => this.#socket.connect(address))) return
    this.connected = true
    this.emit('connect')
  }

  /**
   * Sends a datagram at once. It calls back with what went wrong; without a callback that is an `error` event, or `congestion` where the socket's peer has no room. `writable` tells when to try again.
   * sendto(2): `EAGAIN` (no room), `ENOENT`, `ECONNREFUSED`, `EMSGSIZE`, `ENOTCONN` (neither a path nor a peer)
   */
  send(data: Uint8Array, callback?: Callback): void
  send(data: Uint8Array, offset: number, length: number, callback?: Callback): void
  send(data: Uint8Array, offset: number, length: number, path: string | undefined, callback?: Callback): void
  send(data: Uint8Array, ...rest: unknown[]): void {
    const outgoing = readOutgoing(data, rest)
    const error = this.#send(outgoing)
    const { callback } = outgoing
    if (callback !== undefined) {
      if (error === null) callback()
      else callback(error)
    } else if (error?.code === 'EAGAIN' && outgoing.path === undefined) this.emit('congestion', outgoing.data)
    else if (error !== null) this.emit('error', error)
  }

  /** The same as `send`. */
  sendto(data: Uint8Array, offset: number, length: number, path: string, callback?: Callback): void {
    this.send(data, offset, length, path, callback)
  }

  /** The same as `send`. */
  send_to(data: Uint8Array, offset: number, length: number, path: string, callback?: Callback): void {
    this.send(data, offset, length, path, callback)
  }

  /** The socket's own name; null if it has none. getsockname(2) */
  address(): { readonly path: string | null } {
    return { path: nameOf(this.#socket.localAddress) }
  }

  ref(): this {
    this.#socket.ref()
    return this
  }

  /** Lets the process end although the socket is open. */
  unref(): this {
    this.#socket.unref()
    return this
  }

  /** Closes the socket at once. The second time it does nothing. */
  close(callback?: () => void): void {
    if (this.#socket.closed) return
    if (callback !== undefined) this.once('close', callback)
    this.#socket.close()
    this.#path?.remove()
    process.nextTick(() => {
      if (!this.#hasToldClose) this.emit('close')
    })
  }

  [Symbol.dispose](): void {
    this.close()
  }

  // `unix-dgram` does not tell, so that programs do: hot-shots is one. Its listeners are to hear of it once. As wide as `emit` is in the types of every version of Node.
  // biome-ignore lint/suspicious/noExplicitAny: as EventEmitter has it.
  override emit<Name>(name: Name, ...values: any[]): boolean {
    if (name === 'close') this.#hasToldClose = true
    return super.emit(name as never, ...(values as never))
  }

  /** @internal */
  get isReceiving(): boolean {
    return !this.#socket.closed
  }

  /** @internal */
  senderOf(batch: Batch, index: number): UnixRemoteInfo {
    return { size: batch.sizes[index] as number, address: {}, path: nameOf(batch.from(index) ?? {}) }
  }

  /** @internal */
  message(data: Buffer, from: UnixRemoteInfo): void {
    this.emit('message', data, from)
  }

  #send({ data, path }: Outgoing): SyscallError | null {
    let to: UnixAddressInit | null = null
    try {
      if (path !== undefined) to = addressOf(this.#socket.syscalls, 'send', path)
      return this.#socket.trySend(data, to) ? null : failure('EAGAIN', to)
    } catch (error) {
      if (!(error instanceof SyscallError)) throw error
      return new SyscallError(error.code, error.errno, 'send', to === null ? null : new UnixAddress(to as object))
    }
  }

  /** Does something with a name; what the system says against it is an event. */
  #try(syscall: string, path: unknown, action: (address: UnixAddressInit) => void): boolean {
    try {
      if (this.#socket.closed) throw new SyscallError('EBADF', errno('EBADF'), syscall)
      action(addressOf(this.#socket.syscalls, syscall, path))
      return true
    } catch (error) {
      if (!(error instanceof SyscallError)) throw error
      this.emit('error', error)
      return false
    }
  }
}

// Its message is that of `unix-dgram` where the socket has a peer: programs read it.
function failure(code: 'EAGAIN', to: UnixAddressInit | null): SyscallError {
  const error = new SyscallError(code, errno(code), 'send', to === null ? null : new UnixAddress(to as object))
  if (to === null) error.message = 'congestion'
  return error
}
