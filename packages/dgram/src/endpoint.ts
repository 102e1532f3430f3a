import { AsyncResource } from 'node:async_hooks'
import {
  type Address,
  type AddressInit,
  type Batch,
  DatagramSocket,
  type OptionInput,
  SyscallError,
  type WritableOption,
} from 'sendto'
import { syscallsOf } from './backend.js'
import { errno } from './errors.js'
import { ipv6OnlyFlag, reuseAddressFlag, reusePortFlag } from './flags.js'
import { addInfo } from './info.js'
import type { Sender } from './internals.js'
import { versionOf } from './literals.js'
import { Messages, type Recipient } from './messages.js'
import type { EndpointOptions } from './options.js'
import { flushAll, Outbox, type Outgoing } from './outbox.js'
import { scopeOf } from './scope.js'
import { withKnownZone } from './zone.js'

const wholeInfo = { to: true, ecn: true, hopLimit: true, timestamp: true } as const

/** The descriptors of this thread's sockets: one of them cannot be taken over by another socket. */
const held = new Set<number>()

type Family = 'IPv4' | 'IPv6'

/** What the owner of an endpoint is told. */
export interface Owner {
  message(data: Buffer, from: Sender): void
  error(error: SyscallError): void
}

/** The socket beneath one of Node's: none until it is bound. It fails as `UDP` of Node's udp_wrap does: by the negated error number. */
export class Endpoint implements Recipient {
  readonly family: Family
  readonly #options: EndpointOptions
  readonly #owner: Owner
  // Handlers run in the context in which the socket was created.
  readonly #context = new AsyncResource('UDPRECEIVE')
  readonly #scope: AsyncResource
  #socket: DatagramSocket | null = null
  #outbox: Outbox | null = null
  #receiving = false
  #referenced = true
  #closed = false
  #heldFd = -1
  // What names a destination is refused then.
  #isConnected = false
  // The same object for the same destination, by which joined sends are told.
  #destination: { readonly address: string; readonly port: number } = { address: '', port: 0 }

  /** @param asyncId by which `async_hooks` know what calls the owner */
  constructor(family: Family, options: EndpointOptions, owner: Owner, asyncId: number) {
    this.family = family
    this.#scope = scopeOf(this.#context, asyncId)
    this.#options = options.recvInfo ? { ...options, socket: { ...options.socket, info: wholeInfo } } : options
    this.#owner = owner
  }

  get fd(): number {
    return this.#socket?.fd ?? -1
  }

  get isReceiving(): boolean {
    return this.#receiving
  }

  get isReferenced(): boolean {
    return this.#referenced
  }

  bind(ip: string, port: number, flags: number): number {
    if (this.#socket !== null || !this.#isOfFamily(ip)) return errno('EINVAL')
    if ((flags & ipv6OnlyFlag) !== 0 && this.family === 'IPv4') return errno('EINVAL')
    return this.#bind(ip, port, flags)
  }

  #bind(ip: string, port: number, flags: number): number {
    flushAll()
    return this.#result(() => {
      this.#take(
        DatagramSocket.bind(
          { address: this.#known(ip), port },
          {
            ...this.#options.socket,
            ...((flags & reuseAddressFlag) !== 0 && { reuseAddress: true }),
            ...((flags & reusePortFlag) !== 0 && { reusePort: true }),
            ...((flags & ipv6OnlyFlag) !== 0 && { ipv6Only: true }),
          },
        ),
      )
    })
  }

  /** Takes a descriptor over. */
  open(fd: number): number {
    if (this.#socket !== null) return errno('EBUSY')
    if (held.has(fd)) return errno('EEXIST')
    return this.#result(() => this.#take(DatagramSocket.adopt(fd, this.#options.socket)))
  }

  /** Stands on the socket of a descriptor that remains its owner's. */
  share(fd: number): void {
    const sys = syscallsOf(this.#options.socket.backend)
    const own = sys.dup(fd)
    try {
      this.#take(DatagramSocket.adopt(own, this.#options.socket))
    } catch (error) {
      sys.close(own)
      throw error
    }
  }

  connect(ip: string, port: number): number {
    if (!this.#isOfFamily(ip)) return errno('EINVAL')
    const result = this.bound(this.family, (socket) => socket.connect({ address: this.#known(ip), port }))
    if (result === 0) this.#isConnected = true
    return result
  }

  disconnect(): number {
    flushAll()
    const result = this.with((socket) => socket.disconnect())
    if (result === 0) this.#isConnected = false
    return result
  }

  /**
   * Takes a datagram to be sent at the end of the tick.
   * @param ip null on a connected socket
   * @param others whether others of this turn come after it: yes or no; null if nobody knows
   */
  send(
    list: readonly Uint8Array[],
    size: number,
    ip: string | null,
    port: number,
    outgoing: Outgoing,
    others: boolean | null = null,
  ): void {
    if (this.#closed) return
    const isForeign = ip !== null && !this.#isOfFamily(ip)
    const cannot = isForeign || this.#bindAnywhere(this.family, 0) < 0
    if (cannot || this.#outbox === null || (ip !== null && this.#isConnected)) {
      const code = cannot ? 'EINVAL' : 'EISCONN'
      outgoing.end(new SyscallError(code, errno(code), 'send'))
      if (others === false) this.flush()
      return
    }
    this.#outbox.add(list, size, ip === null ? null : this.#destinationOf(ip, port), outgoing, others)
  }

  /**
   * Sends a datagram at once, if none is held back.
   * @returns null if it has left, why it cannot, or false for later
   */
  sendAlone(data: Uint8Array, ip: string, port: number): SyscallError | null | false {
    if (this.#outbox === null || !this.#outbox.isEmpty || this.#isConnected || !this.#isOfFamily(ip)) return false
    return this.#outbox.sendAlone(data, this.#destinationOf(ip, port))
  }

  /** Has what is held back leave now. */
  flush(): void {
    this.#outbox?.flush()
  }

  receive(): void {
    if (this.#receiving || this.#socket === null) return
    this.#receiving = true
    new Messages(this, this.#socket, this.#options.pool, this.#scope).start()
  }

  stopReceiving(): void {
    if (!this.#receiving) return
    this.#receiving = false
    if (this.#socket !== null && !this.#socket.closed) this.#socket.onBatch = null
  }

  senderOf(batch: Batch, index: number): Sender {
    const sender = this.#nameOf(batch, index)
    if (this.#options.recvInfo) addInfo(sender, batch, index)
    return sender
  }

  #nameOf(batch: Batch, index: number): Sender {
    const from = batch.from(index)
    const size = batch.sizes[index] as number
    if (from?.family === 'IPv4') return { address: from.address, family: 'IPv4', port: from.port, size }
    if (from?.family === 'IPv6') return { address: this.#text(from), family: 'IPv6', port: from.port, size }
    return { address: '', family: this.family, port: 0, size }
  }

  message(data: Buffer, from: Sender): void {
    this.#owner.message(data, from)
  }

  localAddress(out: object): number {
    return this.with((socket) => this.#describe(out, socket.localAddress))
  }

  remoteAddress(out: object): number {
    return this.with((socket) => {
      const address = socket.remoteAddress
      if (address === null) throw new SyscallError('ENOTCONN', errno('ENOTCONN'), 'getpeername')
      this.#describe(out, address)
    })
  }

  setOption<Name extends WritableOption>(name: Name, value: OptionInput<Name>): number {
    return this.with((socket) => socket.setOption(name, value))
  }

  /** Does something to the socket, after what was sent before. EBADF where there is none yet. */
  with(action: (socket: DatagramSocket) => void): number {
    const socket = this.#socket
    if (socket === null || this.#closed) return errno('EBADF')
    this.#outbox?.flush()
    return this.#result(() => action(socket))
  }

  /** The same on a socket that is bound for it, where it is not bound yet. */
  bound(family: Family, action: (socket: DatagramSocket) => void): number {
    flushAll()
    const result = this.#bindAnywhere(family, reuseAddressFlag)
    return result < 0 ? result : this.with(action)
  }

  get socket(): DatagramSocket | null {
    return this.#socket
  }

  get queueSize(): number {
    this.#outbox?.flush()
    return this.#outbox?.queueSize ?? 0
  }

  get queueCount(): number {
    this.#outbox?.flush()
    return this.#outbox?.queueCount ?? 0
  }

  ref(): void {
    this.#referenced = true
    this.#socket?.ref()
  }

  unref(): void {
    this.#referenced = false
    this.#socket?.unref()
  }

  close(): void {
    if (this.#closed) return
    flushAll()
    this.#closed = true
    held.delete(this.#heldFd)
    this.#receiving = false
    // A descriptor may have been closed by somebody who had its number, as the primary of a cluster does with one that workers bind to.
    this.#result(() => this.#socket?.close())
    this.#context.emitDestroy()
  }

  #take(socket: DatagramSocket): void {
    this.#socket = socket
    this.#heldFd = socket.fd
    held.add(socket.fd)
    this.#outbox = new Outbox(socket, this.#options.join)
    socket.on('error', (error) => this.#scope.runInAsyncScope(() => this.#owner.error(error)))
    if (!this.#referenced) socket.unref()
  }

  #bindAnywhere(family: Family, flags: number): number {
    if (this.#socket !== null) return 0
    return this.#bind(family === 'IPv4' ? '0.0.0.0' : '::', 0, flags)
  }

  // What is refused as an argument is EINVAL to Node.
  #result(action: () => void): number {
    try {
      action()
      return 0
    } catch (error) {
      return error instanceof SyscallError ? error.errno : errno('EINVAL')
    }
  }

  #isOfFamily(ip: string): boolean {
    return versionOf(ip) === (this.family === 'IPv4' ? 4 : 6)
  }

  #destinationOf(address: string, port: number): AddressInit {
    if (this.#destination.port !== port || this.#destination.address !== address) {
      this.#destination = { address: this.#known(address), port }
    }
    return this.#destination
  }

  #known(ip: string): string {
    return withKnownZone(syscallsOf(this.#options.socket.backend), ip)
  }

  #describe(out: object, address: Address): void {
    if (address.family === 'IPv4') Object.assign(out, { address: address.address, family: 'IPv4', port: address.port })
    if (address.family === 'IPv6') {
      Object.assign(out, { address: this.#text(address), family: 'IPv6', port: address.port })
    }
  }

  // A link-local address is told with its interface.
  #text({ address, scopeId }: { readonly address: string; readonly scopeId: number }): string {
    if (scopeId === 0 || this.#socket === null) return address
    try {
      return `${address}%${this.#socket.syscalls.if_indextoname(scopeId)}`
    } catch {
      return address
    }
  }
}
