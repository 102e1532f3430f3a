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
import { connect, disconnect } from './connection.js'
import { Descriptor, refusal } from './descriptor.js'
import { ContextEmitter } from './emitter.js'
import { environmentOf } from './environment.js'
import { enableErrorQueue } from './errors/enable.js'
import { ErrorQueue } from './errors/error-queue.js'
import type { TooBig, Transmitted, Unreachable } from './errors/events.js'
import { Handle } from './handle.js'
import { closedInTime, closeIfForgotten } from './lifetime.js'
import { joinGroup, leaveGroup, type Membership } from './multicast.js'
import { openSocket, setAdoptedOptions } from './open.js'
import { type BindOptions, type ConnectOptions, checkOptions, type SocketOptions } from './options.js'
import { Parts } from './parts.js'
import { pathMtu } from './path-mtu.js'
import type { Datagram } from './receive/datagram.js'
import { checkInfo, checkInfoOf, setInfo } from './receive/info.js'
import { type BatchHandler, Receiver } from './receive/receiver.js'
import { checkReceiveOptions, type ReceiveOptions } from './receive/wait.js'
import { checkSendLimits } from './send/limits.js'
import type { OutgoingDatagram } from './send/many.js'
import type { SendOptions } from './send/send-options.js'
import type { SendResult } from './send/sender.js'
import { createStatistics } from './statistics.js'

export interface SocketEvents {
  /** What a receive met while nobody waited for a single datagram. Without a listener it is an uncaught exception. */
  error: [error: SyscallError]
  /** A datagram has not arrived, as an ICMP error says; on a socket with `icmpErrors`. */
  unreachable: [error: Unreachable]
  /** A datagram was longer than its path takes; on a socket with `icmpErrors`. */
  tooBig: [error: TooBig]
  /** When a message left; on a socket with `icmpErrors` whose SO_TIMESTAMPING asks for it. */
  transmitted: [time: Transmitted]
  /**
   * Nothing comes any more although the socket is open: shutdown(2) with SHUT_RD was called on it, by whoever has a descriptor of it. It is told to who was receiving then.
   */
  end: []
  /** Nothing waits to be sent any more, after the socket had said that it has no room. */
  drain: []
  /** The socket is closed. */
  close: []
}

// The sockets whose constructors are running, one inside the other: null until the class below has done its part.
const making: (DatagramSocket | null)[] = []

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
  readonly #parts: Parts
  // Lets go of the signal that would close the socket.
  #leaveSignal: (() => void) | null = null
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
    // With SO_REUSEPORT set before, the kernel may choose a port that another group of this user's has. Linux takes it afterwards too.
    const late = options.reusePort === true && local.port === 0 && sys.backend.platform.name === 'linux'
    const socket = DatagramSocket.#open(this, sys, familyOf(local), late ? { ...options, reusePort: false } : options)
    return socket.#orClosed(() => {
      socket.#bind(local)
      if (late) sys.setOption(socket.fd, 'SO_REUSEPORT', true)
    })
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
   * Takes over a descriptor that something else opened. It is made non-blocking, for everyone who shares it, and to tell what `info` asks for; what else it is set to stays as it is,
   * unless the options say something else.
   *
   * `EBADF`, `ENOTSOCK`: no socket; `EPROTOTYPE`: one of connections.
   */
  static adopt(fd: number, options: SocketOptions = {}): DatagramSocket {
    checkInteger('fd', fd, 0, 2 ** 31 - 1)
    checkOptions(options)
    const sys = syscallsOf(options)
    options.signal?.throwIfAborted()
    const { family } = sys.getsockname(fd)
    checkInfoOf(family, checkInfo(options.info))
    const { SOCK_DGRAM, SOCK_RAW } = sys.backend.platform.constants
    const type = sys.getOption(fd, 'SO_TYPE')
    if (type !== SOCK_DGRAM && type !== SOCK_RAW) throw refusal(sys, 'EPROTOTYPE', 'adopt', 'it is no datagram socket')
    setAdoptedOptions(sys, fd, options)
    sys.adopt(fd)
    sys.setNonblocking(fd, true)
    return DatagramSocket.#make(this, sys, fd, family, options, false)
  }

  static #open(
    Class: typeof DatagramSocket,
    sys: Syscalls,
    family: Address['family'],
    options: BindOptions,
  ): DatagramSocket {
    options.signal?.throwIfAborted()
    checkInfoOf(family, checkInfo(options.info))
    return DatagramSocket.#make(Class, sys, openSocket(sys, family, options), family, options, true)
  }

  /**
   * The socket of a descriptor. Where a subclass throws behind the constructor below, what that has made lets go of the descriptor, whose number may be another's soon.
   * @param owned whether the descriptor is closed then
   */
  static #make(
    Class: typeof DatagramSocket,
    sys: Syscalls,
    fd: number,
    family: Address['family'],
    options: SocketOptions,
    owned: boolean,
  ): DatagramSocket {
    making.push(null)
    try {
      return new Class(sys, fd, family, options)
    } catch (error) {
      const made = making.at(-1)
      if (made) owned ? made.close() : made.#letGo()
      else if (owned) sys.close(fd)
      throw error
    } finally {
      making.pop()
    }
  }

  /** @internal Made by `bind`, `connect` and `adopt`. */
  protected constructor(sys: Syscalls, fd: number, family: Address['family'], options: SocketOptions) {
    super()
    const {
      receiveQueue = 1024,
      datagramsPerTurn = 256,
      coalesce = 128,
      spin = 0,
      icmpErrors = false,
      signal,
      statistics,
    } = options
    const info = checkInfo(options.info)
    const limits = checkSendLimits(options)
    // The other options are the program's code too, if they are getters.
    signal?.throwIfAborted()
    setInfo(sys, fd, family, info)
    const descriptor = new Descriptor(sys, fd)
    this.statistics = statistics ?? createStatistics()
    this.#handle = new Handle(environmentOf(sys.backend), descriptor, family, this.statistics)
    this.#receiver = new Receiver(
      this.#handle,
      { queue: receiveQueue, perTurn: datagramsPerTurn, coalesce, spin, info },
      (error) => this.emit('error', error as SyscallError),
      () => this.emit('end'),
    )
    this.#parts = new Parts(this.#handle, this.#receiver, limits, () => this.emit('drain'))
    this.#handle.duties = this.#parts
    if (icmpErrors) this.#recordErrors()
    if (signal !== undefined) this.#closeOn(signal)
    closeIfForgotten(this, descriptor)
    if (making.length > 0) making[making.length - 1] = this
  }

  /**
   * The system calls that the socket is made of, for what it has no method for.
   *
   * shutdown(2) with SHUT_RD is the end of receiving: what had come is received, then iterators end, `receive` rejects with `ESHUTDOWN`, and `onBatch` is called no more. (Linux tells
   * an unconnected socket ENOTCONN, and shuts it down all the same; what comes later is not received.)
   */
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
   * `ETIMEDOUT`: none came in time; `ECANCELED`: the socket was closed meanwhile; `ESHUTDOWN`: shutdown(2) was called on it; `ECONNREFUSED`: on a connected socket, an earlier datagram met a closed port of the peer, whose address the error has; an abort rejects with the signal's reason.
   */
  async receive(options: ReceiveOptions = {}): Promise<Datagram> {
    const checked = checkReceiveOptions(options)
    this.#handle.descriptor.check('recvmmsg')
    return this.#receiver.receive(checked)
  }

  /** Each datagram that comes, until the socket is closed or shut down. While `receiveQueue` of them wait, the socket reads no more. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Datagram> {
    this.#handle.descriptor.check('recvmmsg')
    return this.#receiver.iterate()
  }

  /**
   * Sends one datagram at once; false if there is no room for it, or while earlier ones wait (`drain` tells when not). sendto(2)
   *
   * The errors are those of sendto(2), among them `EMSGSIZE`: longer than the protocol, or a path without fragments, takes; `EDESTADDRREQ`: no destination; `ECONNREFUSED`: on a
   * connected socket, an earlier datagram met a closed port; `ENOBUFS`: the kernel's own, shown as it is.
   * @param to the destination; null on a connected socket
   */
  trySend(data: Uint8Array, to?: AddressInit | null, options?: SendOptions): boolean {
    return this.#parts.sender.trySend(data, to, options)
  }

  /**
   * Sends one datagram in its turn: at the end of this tick, together with the others, or when there is room. The data is copied, and may change at once. Datagrams to one
   * destination leave in their order. Resolves when the kernel has taken it.
   *
   * `ENOBUFS`: the queue is full (`sendQueue`), and this datagram was not accepted; `ECANCELED`: the socket was closed before it left; and the errors of `trySend`.
   * @param to the destination; null on a connected socket
   */
  send(data: Uint8Array, to?: AddressInit | null, options?: SendOptions): Promise<void> {
    return this.#parts.sender.send(data, to, options)
  }

  /**
   * Sends datagrams at once, in their order, until one does not leave. sendmmsg(2)
   *
   * What the kernel says is in the result; a wrong argument is thrown before any has left.
   */
  sendMany(datagrams: readonly OutgoingDatagram[]): SendResult {
    return this.#parts.sender.sendMany(datagrams)
  }

  /**
   * Sends data as datagrams of one size, the last of which may be shorter, at once and in their order: by few messages that are cut up behind the system call (UDP_SEGMENT, udp(7)),
   * or one by one where the path does not take them so. The result counts datagrams. No data at all is one empty datagram.
   * @param segmentSize in bytes: 1 to 65,535
   */
  sendSegments(data: Uint8Array, segmentSize: number, to?: AddressInit | null, options?: SendOptions): SendResult {
    return this.#parts.sender.sendSegments(data, segmentSize, to, options)
  }

  /** How many datagrams wait to be sent. */
  get queuedDatagrams(): number {
    return this.#parts.madeSender?.queuedDatagrams ?? 0
  }

  /** How many bytes of data wait to be sent. */
  get queuedBytes(): number {
    return this.#parts.madeSender?.queuedBytes ?? 0
  }

  /** Resolves when nothing waits to be sent. `ECANCELED`: the socket was closed before. */
  async drained(): Promise<void> {
    this.#handle.descriptor.check('send')
    return this.#parts.madeSender?.drained()
  }

  /**
   * Gives the socket a peer, or another one: from now on it sends there unless told otherwise, and hears of no other; what had come already is received all the same. connect(2)
   *
   * `ENETUNREACH`, `EHOSTUNREACH`: no route; `EAFNOSUPPORT`: another family than the socket's; `EACCES`: a broadcast address without SO_BROADCAST; `ECONNREFUSED`, `ENOENT`:
   * nobody holds that Unix socket.
   */
  connect(address: AddressInit | string): void {
    this.#handle.descriptor.check('connect')
    connect(this.#handle, this.#parts.madeSender, addressOf('address', address, this.#handle.sys))
  }

  /** Takes the peer away, if there is one. The socket keeps its port. connect(2) */
  disconnect(): void {
    this.#handle.descriptor.check('connect')
    disconnect(this.#handle, this.#parts.madeSender)
  }

  /**
   * Receives what is sent to a multicast group. IP_ADD_MEMBERSHIP of ip(7), RFC 3678
   *
   * `EADDRINUSE`: joined already; `EADDRNOTAVAIL`: joined already for that source; `EINVAL`: no multicast address, or joined both with and without a source; `ENODEV`: no such
   * interface, or no route; `ENOBUFS`: too many groups.
   * @param group an address: `239.1.2.3`, `ff15::1`
   */
  joinGroup(group: string, options: Membership = {}): void {
    this.#handle.descriptor.check('setsockopt')
    joinGroup(this.#handle, group, options)
  }

  /**
   * Receives no more of what is sent to a multicast group. IP_DROP_MEMBERSHIP of ip(7), RFC 3678
   *
   * `EADDRNOTAVAIL`, for a source of IPv6 `EINVAL`: not joined, or not by that interface or for that source; `ENODEV`: no such interface.
   */
  leaveGroup(group: string, options: Membership = {}): void {
    this.#handle.descriptor.check('setsockopt')
    leaveGroup(this.#handle, group, options)
  }

  /**
   * The MTU of the path to an address, as far as this machine has learned of it, in bytes with the headers of IP and UDP. It is asked by a socket of its own, which sends
   * nothing. IP_MTU of ip(7)
   *
   * `ENETUNREACH`, `EHOSTUNREACH`: no route; `EACCES`: a broadcast address without SO_BROADCAST; `ENOTSUP`, `ENOPROTOOPT`: what has no path, or a platform that does not tell.
   */
  pathMtu(to: AddressInit | string): number {
    this.#handle.descriptor.check('getsockopt')
    const address = addressOf('to', to, this.#handle.sys)
    this.#handle.descriptor.check('getsockopt')
    return pathMtu(this.#handle, address)
  }

  /** The value of a socket option, by the name of its constant: `SO_RCVBUF`. getsockopt(2) */
  getOption<Name extends ReadableOption>(name: Name): OptionValue<Name> {
    this.#handle.descriptor.check('getsockopt')
    return this.#handle.sys.getOption(this.#handle.fd, name)
  }

  /** Sets a socket option, by the name of its constant. setsockopt(2) */
  setOption<Name extends WritableOption>(name: Name, value: OptionInput<Name>): void {
    const { descriptor, sys, fd } = this.#handle
    descriptor.check('setsockopt')
    const encoded = sys.encodeOption(name, value)
    // The value's getters could have closed the socket.
    descriptor.check('setsockopt')
    sys.setsockopt(fd, encoded.level, encoded.option, encoded.value)
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
    if (this.#handle.isOpen) this.#end()
  }

  // As `close`, with the descriptor left open.
  #letGo(): void {
    if (!this.#handle.isOpen) return
    this.#handle.descriptor.release()
    this.#end()
  }

  #end(): void {
    this.#leaveSignal?.()
    closedInTime(this.#handle.descriptor)
    this.#handle.close()
    if (this.#path !== null) removePath(this.#path)
    this.#parts.madeSender?.close()
    this.#receiver.close()
    process.nextTick(() => this.emit('close'))
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** Closes the socket once what waits to be sent has left. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.closed) await this.#parts.madeSender?.drained().catch(() => {})
    this.close()
  }

  #recordErrors(): void {
    enableErrorQueue(this.#handle)
    const queue = new ErrorQueue(this.#handle, ({ name, event }) => this.emit(name, event as never))
    this.#handle.absorb = (errno, mayBeLost) => queue.absorb(errno, mayBeLost)
    this.#parts.errorQueue = queue
  }

  #closeOn(signal: AbortSignal): void {
    const close = (): void => this.close()
    signal.addEventListener('abort', close)
    this.#leaveSignal = () => signal.removeEventListener('abort', close)
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
