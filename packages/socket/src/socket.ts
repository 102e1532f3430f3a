import { unlinkSync } from 'node:fs'
import {
  type Address,
  type AddressInit,
  type Backend,
  checkInteger,
  invalidArgType,
  type OptionInput,
  type OptionValue,
  type ReadableOption,
  type SyscallError,
  type Syscalls,
  UnixAddress,
  type WritableOption,
} from '@sendto/core'
import { addressOf, familyOf } from './address.js'
import { Descriptor, refusal } from './descriptor.js'
import { ContextEmitter } from './emitter.js'
import { environmentOf } from './environment.js'
import { Handle } from './handle.js'
import { closedInTime, closeIfForgotten } from './lifetime.js'
import { closedOnFailure, openSocket } from './open.js'
import { type BindOptions, type ConnectOptions, checkOptions, type SocketOptions } from './options.js'
import type { Datagram } from './receive/datagram.js'
import { type BatchHandler, Receiver } from './receive/receiver.js'
import { checkReceiveOptions, type ReceiveOptions } from './receive/wait.js'
import { Sender } from './send/sender.js'
import { createStatistics } from './statistics.js'

export interface SocketEvents {
  /** What a receive met while nobody waited for a single datagram. Without a listener it is an uncaught exception. */
  error: [error: SyscallError]
  /** The socket is closed. */
  close: []
}

/**
 * A datagram socket on the event loop, over any backend.
 *
 * It is created by synchronous calls, whose errors are those of socket(2), bind(2), connect(2) and setsockopt(2). It reads while somebody is there to receive, and
 * keeps the thread alive as long as it does. A wrong argument is a TypeError or RangeError with the argument's name; what the system refuses is a `SyscallError`; after
 * `close` every method answers `EBADF`, and no call is made.
 */
export class DatagramSocket
  extends ContextEmitter<SocketEvents>
  implements AsyncIterable<Datagram>, Disposable, AsyncDisposable
{
  /** Counts what the socket does; `Statistic` says where each number stands. */
  readonly statistics: Float64Array
  readonly #handle: Handle
  readonly #receiver: Receiver
  readonly #sender: Sender
  readonly #signal: AbortSignal | undefined
  readonly #aborted = (): void => this.close()
  // The path that is to be removed: only one that this socket has made.
  #path: string | null = null

  /**
   * Opens a socket and gives it an address. socket(2), bind(2)
   *
   * `EADDRINUSE`: the address is taken; `EADDRNOTAVAIL`: it is not this machine's; `EACCES`: a port below 1024, or a path without permission; and what the options say.
   * @param address as an object or as text: `127.0.0.1:0`, `[::]:53`, `unix:/run/x`, `unix:@abstract`
   */
  // A function has a `bind` of its own, which nobody misses in a class.
  static override bind(address: AddressInit | string, options: BindOptions = {}): DatagramSocket {
    checkOptions(options)
    const sys = syscallsOf(options)
    const local = addressOf('address', address, sys)
    const socket = DatagramSocket.#open(this, sys, familyOf(local), options)
    return socket.#orClosed(() => socket.#bind(local))
  }

  /**
   * Opens a socket with one peer: it sends there, hears of no other, and learns by `ECONNREFUSED` that nobody is there. socket(2), connect(2)
   *
   * `ENETUNREACH`, `EHOSTUNREACH`: no route; `ECONNREFUSED`, `ENOENT`: nobody holds that Unix socket; and what the options say.
   */
  static connect(address: AddressInit | string, options: ConnectOptions = {}): DatagramSocket {
    checkOptions(options)
    const sys = syscallsOf(options)
    const peer = addressOf('address', address, sys)
    const { localAddress } = options
    const local = localAddress === undefined ? null : addressOf('options.localAddress', localAddress, sys)
    const socket = DatagramSocket.#open(this, sys, familyOf(peer), options)
    return socket.#orClosed(() => {
      if (local !== null) socket.#bind(local)
      sys.connect(socket.fd, peer)
    })
  }

  /**
   * Takes over a descriptor that something else opened. It is made non-blocking, for everyone who shares it; what else it is set to stays as it is.
   *
   * `EBADF`, `ENOTSOCK`: no socket; `EPROTOTYPE`: one of connections.
   */
  static adopt(fd: number, options: SocketOptions = {}): DatagramSocket {
    checkInteger('fd', fd, 0, 2 ** 31 - 1)
    checkOptions(options)
    const sys = syscallsOf(options)
    const { family } = sys.getsockname(fd)
    const { SOCK_DGRAM, SOCK_RAW } = sys.backend.platform.constants
    const type = sys.getOption(fd, 'SO_TYPE')
    if (type !== SOCK_DGRAM && type !== SOCK_RAW) throw refusal(sys, 'EPROTOTYPE', 'adopt', 'it is no datagram socket')
    sys.adopt(fd)
    sys.setNonblocking(fd, true)
    return new this(sys, fd, family, options)
  }

  static #open(
    Class: typeof DatagramSocket,
    sys: Syscalls,
    family: Address['family'],
    options: BindOptions,
  ): DatagramSocket {
    options.signal?.throwIfAborted()
    const fd = openSocket(sys, family, options)
    return closedOnFailure(sys, fd, () => new Class(sys, fd, family, options))
  }

  /** @internal Made by `bind`, `connect` and `adopt`. */
  protected constructor(sys: Syscalls, fd: number, family: Address['family'], options: SocketOptions) {
    super()
    const { receiveQueue = 1024, datagramsPerTurn = 256, signal } = options
    const descriptor = new Descriptor(sys, fd)
    this.statistics = createStatistics()
    this.#handle = new Handle(environmentOf(sys.backend), descriptor, family, this.statistics)
    this.#receiver = new Receiver(this.#handle, { queue: receiveQueue, perTurn: datagramsPerTurn }, (error) =>
      this.emit('error', error as SyscallError),
    )
    this.#sender = new Sender(this.#handle)
    this.#handle.duties = {
      readable: () => this.#receiver.readable(),
      writable: () => this.#sender.writable(),
      // The next receive finds it.
      error: () => this.#receiver.readable(),
    }
    this.#signal = signal
    signal?.addEventListener('abort', this.#aborted)
    closeIfForgotten(this, descriptor)
  }

  /** The system calls that the socket is made of, for what it has no method for. */
  get syscalls(): Syscalls {
    return this.#handle.sys
  }

  /** The descriptor's number; -1 once the socket is closed. */
  get fd(): number {
    return this.#handle.isOpen ? this.#handle.fd : -1
  }

  get closed(): boolean {
    return !this.#handle.isOpen
  }

  /** getsockname(2) */
  get localAddress(): Address {
    this.#handle.descriptor.check('getsockname')
    return this.#handle.sys.getsockname(this.#handle.fd)
  }

  /** The peer; null unless the socket is connected. getpeername(2) */
  get remoteAddress(): Address | null {
    this.#handle.descriptor.check('getpeername')
    try {
      return this.#handle.sys.getpeername(this.#handle.fd)
    } catch (error) {
      if ((error as SyscallError).code === 'ENOTCONN') return null
      throw error
    }
  }

  /**
   * Is given what comes, in batches whose memory is received into again when it returns. It runs in the async context in which it is set here, and what it throws is an
   * uncaught exception, after which the socket goes on. Null pauses: the kernel queues, drops and counts.
   */
  get onBatch(): BatchHandler | null {
    return this.#receiver.handler
  }

  set onBatch(handler: BatchHandler | null) {
    if (handler !== null && typeof handler !== 'function')
      throw invalidArgType('onBatch', 'a function or null', handler)
    this.#handle.descriptor.check('recvmmsg')
    this.#receiver.handler = handler
  }

  /**
   * The next datagram. What came together with it waits in the queue.
   *
   * `ETIMEDOUT`: none came in time; `ECANCELED`: the socket was closed meanwhile; `ECONNREFUSED`: on a connected socket, an earlier datagram met a closed port; an abort rejects with the signal's reason.
   */
  async receive(options: ReceiveOptions = {}): Promise<Datagram> {
    checkReceiveOptions(options)
    this.#handle.descriptor.check('recvmmsg')
    return this.#receiver.receive(options)
  }

  /** Each datagram that comes, until the socket is closed. While `receiveQueue` of them wait, the socket reads no more. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Datagram> {
    this.#handle.descriptor.check('recvmmsg')
    return this.#receiver.iterate()
  }

  /**
   * Sends one datagram at once; false if there is no room for it. sendto(2)
   * @param to the destination; null on a connected socket
   */
  trySend(data: Uint8Array, to: AddressInit | null = null): boolean {
    return this.#sender.trySend(data, to)
  }

  /** The value of a socket option, by the name of its constant: `SO_RCVBUF`. getsockopt(2) */
  getOption<Name extends ReadableOption>(name: Name): OptionValue<Name> {
    this.#handle.descriptor.check('getsockopt')
    return this.#handle.sys.getOption(this.#handle.fd, name)
  }

  /** Sets a socket option, by the name of its constant. setsockopt(2) */
  setOption<Name extends WritableOption>(name: Name, value: OptionInput<Name>): void {
    this.#handle.descriptor.check('setsockopt')
    this.#handle.sys.setOption(this.#handle.fd, name, value)
  }

  /** Keeps the thread alive while the socket waits for something, which is how it begins. */
  ref(): this {
    this.#handle.descriptor.check('ref')
    this.#handle.ref()
    return this
  }

  /** Lets the thread end although the socket waits. */
  unref(): this {
    this.#handle.descriptor.check('unref')
    this.#handle.unref()
    return this
  }

  /** Closes the socket at once: who waits for a datagram is told, iterators end. The second time it does nothing. */
  close(): void {
    if (!this.#handle.isOpen) return
    this.#signal?.removeEventListener('abort', this.#aborted)
    closedInTime(this.#handle.descriptor)
    this.#handle.close()
    if (this.#path !== null) removePath(this.#path)
    this.#sender.close()
    this.#receiver.close()
    process.nextTick(() => this.emit('close'))
  }

  [Symbol.dispose](): void {
    this.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  #bind(local: AddressInit): void {
    this.#handle.sys.bind(this.#handle.fd, local)
    const { path } = local.path === undefined ? { path: undefined } : new UnixAddress({ path: local.path })
    this.#path = path ?? null
  }

  #orClosed(then: () => void): this {
    try {
      then()
      return this
    } catch (error) {
      this.close()
      throw error
    }
  }
}

function syscallsOf({ backend }: { readonly backend?: Backend | undefined }): Syscalls {
  if (backend === undefined) throw invalidArgType('options.backend', 'a backend', backend)
  return environmentOf(backend).sys
}

// Somebody else may have removed it, or the folder.
function removePath(path: string): void {
  try {
    unlinkSync(path)
  } catch {}
}
