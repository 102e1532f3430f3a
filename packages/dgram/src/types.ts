import type dgram from 'node:dgram'
import type { BlockList } from 'node:net'
import type { Backend, BackendName } from 'sendto'
import type { BindSyncOptions } from './sync.js'

/** What can be asked for: what Node 26 has, and what is not Node's. */
export interface SocketOptions extends dgram.SocketOptions {
  /** SO_REUSEPORT: several sockets are bound to one port, and what comes is spread over them. */
  readonly reusePort?: boolean | undefined
  /** Datagrams from these addresses are not told. */
  readonly receiveBlockList?: BlockList | undefined
  /** To these addresses nothing is sent or connected: `ERR_IP_BLOCKED`. */
  readonly sendBlockList?: BlockList | undefined
  /** The backend, by name or itself. Without it SENDTO_BACKEND names one; without that it is the first that loads. */
  readonly backend?: BackendName | Backend | undefined
  /** How many datagrams to one destination that are sent in one turn of the event loop may leave as one message: 1 to 128; 1 for never. 64 unless given. */
  readonly join?: number | undefined
  /**
   * How many microseconds the datagrams of a dense stream may wait for others, where the socket sends nothing itself: 0 for none. 128 unless given, or SENDTO_COALESCE is set.
   */
  readonly coalesce?: number | undefined
  /** For how many microseconds after something has come the event loop turns without sleeping. 0 unless given, or SENDTO_SPIN is set. */
  readonly spin?: number | undefined
  /**
   * Whether messages are cut from chunks of memory, so that `message.buffer` holds others too and cannot be transferred to another thread. True unless given, or SENDTO_POOL is 0; if false each has
   * an ArrayBuffer of its own, as with `node:dgram`.
   */
  readonly pool?: boolean | undefined
  /** Has `rinfo` tell what `ReceivedInfo` has. False unless given. */
  readonly recvInfo?: boolean | undefined
}

/** What `recvInfo` adds to `rinfo`, where the system tells it. */
export interface ReceivedInfo {
  /** The address that the datagram was sent to: that of a multicast group perhaps. */
  readonly destination?: string
  /** The index of the interface by which it came, as if_nametoindex(3) has it. */
  readonly interface?: number
  /** Its ECN codepoint, 0 to 3. RFC 3168 */
  readonly ecn?: number
  /** The TTL or hop limit that it arrived with, 0 to 255. */
  readonly ttl?: number
  /** When the kernel received it, in nanoseconds since 1970. */
  readonly timestamp?: bigint
}

/** Who sent a datagram, and what `recvInfo` asked for. */
export interface RemoteInfo extends dgram.RemoteInfo, ReceivedInfo {}

/** A datagram for `sendMany`. */
export interface OutgoingDatagram {
  readonly data: Message
  /** Not on a connected socket. */
  readonly port?: number | undefined
  /** The host itself unless given; not on a connected socket. */
  readonly address?: string | undefined
}

type View = NodeJS.ArrayBufferView
/** The data of a datagram: text is sent as UTF-8, the parts of a list one behind the other. */
export type Message = string | View | readonly (string | View)[]
export type SendCallback = (error: Error | null, bytes: number) => void
export type Listener = (data: Buffer, from: RemoteInfo) => void

interface AddListener<This> {
  (event: 'message', listener: Listener): This
  (event: 'error', listener: (error: Error) => void): This
  (event: 'close' | 'connect' | 'listening', listener: () => void): This
  // biome-ignore lint/suspicious/noExplicitAny: as Node's own types have it for other events.
  (event: string | symbol, listener: (...args: any[]) => void): This
}

/** A socket of `node:dgram`, on the calls of a backend. What is not said here is as `node:dgram` says it. */
export interface Socket extends dgram.Socket {
  // A listener of `message` may ask for what `recvInfo` has `rinfo` tell.
  on: AddListener<this>
  once: AddListener<this>
  addListener: AddListener<this>
  prependListener: AddListener<this>
  prependOnceListener: AddListener<this>
  send(message: Message, port?: number, address?: string, callback?: SendCallback): void
  send(message: Message, port?: number, callback?: SendCallback): void
  send(message: Message, callback?: SendCallback): void
  send(
    message: string | View,
    offset: number,
    length: number,
    port?: number,
    address?: string,
    callback?: SendCallback,
  ): void
  send(message: string | View, offset: number, length: number, port?: number, callback?: SendCallback): void
  send(message: string | View, offset: number, length: number, callback?: SendCallback): void
  /**
   * Sends datagrams in their order, each as `send` does. Not Node's.
   * @param callback told once when all have ended: of the first error, and of how many have left
   */
  sendMany(datagrams: readonly OutgoingDatagram[], callback?: (error: Error | null, sent: number) => void): void
  /**
   * Binds the socket at once, and tells to what; `listening` follows a tick later. Node has it since 26.
   * @param options a port, by default one that the system chooses; an address literal, by default any
   */
  bindSync(options?: BindSyncOptions): ReturnType<dgram.Socket['address']>
  /**
   * Connects the socket at once, which is bound for it where it is not; `connect` follows a tick later. Node has it since 26.
   * @param address a literal; the host itself unless given
   */
  connectSync(port: number, address?: string): void
}

export interface SocketConstructor {
  new (type: dgram.SocketType | SocketOptions, listener?: Listener): Socket
  readonly prototype: Socket
}
