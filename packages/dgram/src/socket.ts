import dgram, { type SocketOptions as NodeOptions, type RemoteInfo, type SocketType } from 'node:dgram'
import dns from 'node:dns'
import { isIP } from 'node:net'
import type { Backend, BackendName, SyscallError } from 'sendto'
import { syscallsOf } from './backend.js'
import { Endpoint } from './endpoint.js'
import { hostPortException } from './errors.js'
import { maybeGiven, whenGiven } from './given.js'
import { replaceCalls } from './handle.js'
import { bound, connected, type NodeHandle, type State, stateOf } from './internals.js'
import type { EndpointOptions } from './options.js'
import { Report } from './report.js'

// What a program has put in its place is asked even about literals.
const dnsLookup = dns.lookup

/** What can be asked for beyond what Node has. */
export interface SocketOptions extends NodeOptions {
  /** The backend, by name or itself. Without it SENDTO_BACKEND names one; without that it is the first that loads. */
  readonly backend?: BackendName | Backend | undefined
  /** How many datagrams to one destination that are sent in one turn of the event loop may leave as one message: 1 to 128; 1 for never. 64 unless given. */
  readonly join?: number | undefined
}

type Listener = (data: Buffer, from: RemoteInfo) => void
type Callback = (error: Error | null, bytes?: number) => void

// Node reads the data of an unconnected socket a tick later.
let sendLater: (socket: Socket, data: Uint8Array, address: string, port: number, callback?: Callback) => void

const nobody = { end() {} }

// It takes what createSocket takes.
const NodeSocket = dgram.Socket as unknown as new (
  type: SocketType | SocketOptions,
  listener?: Listener,
) => dgram.Socket

/** A socket of `node:dgram`, on the calls of a backend. */
export class Socket extends NodeSocket {
  readonly #state: State
  readonly #options: EndpointOptions
  #endpoint: Endpoint
  // Whether nobody but Node would be asked about an address literal: it goes without a look-up then.
  readonly #looksUpAsNode: boolean

  constructor(type: SocketType | SocketOptions, listener?: Listener) {
    super(type, listener)
    const options: Partial<SocketOptions> = typeof type === 'object' && type !== null ? type : {}
    this.#looksUpAsNode = options.lookup === undefined && dns.lookup === dnsLookup
    this.#state = stateOf(this)
    const { backend, join = 64 } = options
    this.#options = { socket: { backend: syscallsOf(backend).backend }, join }
    this.#endpoint = this.#standOn(this.#state.handle as NodeHandle)
  }

  override bind(...args: unknown[]): this {
    if (maybeGiven(args[0])) whenGiven(this.#state, (handle) => this.#take(handle))
    return Reflect.apply(super.bind, this, args)
  }

  // The ways that most programs send, without what Node's own code costs; all others are left to that.
  override send(...args: unknown[]): void {
    if (!this.#sendPlainly(args)) Reflect.apply(super.send, this, args)
  }

  /** (data, port, literal, callback), or (data, callback) on a connected socket. False for anything else, about which nothing has been done. */
  #sendPlainly([data, port, address, callback, ...others]: unknown[]): boolean {
    const state = this.#state
    if (state.handle === null || state.bindState !== bound || others.length > 0) return false
    if (!(data instanceof Uint8Array)) return false
    if (state.connectState === connected) {
      if (address !== undefined || callback !== undefined) return false
      if (port !== undefined && typeof port !== 'function') return false
      this.#begin(data, null, 0, port as Callback | undefined)
      return true
    }
    if (!this.#looksUpAsNode || typeof port !== 'number' || typeof address !== 'string') return false
    if (callback !== undefined && typeof callback !== 'function') return false
    if (!(port > 0 && port < 65_536 && Number.isInteger(port)) || isIP(address) === 0) return false
    process.nextTick(sendLater, this, data, address, port, callback as Callback | undefined)
    return true
  }

  #begin(data: Uint8Array, address: string | null, port: number, callback: Callback | undefined): void {
    const { byteLength } = data
    if (callback === undefined) {
      this.#endpoint.send([data], byteLength, address, port, nobody)
      return
    }
    const report = new Report((error) => {
      if (error === null) callback(null, byteLength)
      else callback(hostPortException(error, 'send', address ?? undefined, port || undefined))
    })
    this.#endpoint.send([data], byteLength, address, port, report)
    report.later()
  }

  #standOn(handle: NodeHandle): Endpoint {
    const family = (this as unknown as { type: SocketType }).type === 'udp4' ? 'IPv4' : 'IPv6'
    const endpoint = new Endpoint(family, this.#options, {
      message: (data, from) => handle.onmessage(data.length, handle, data, from),
      error: ({ errno }: SyscallError) => handle.onmessage(errno, handle, undefined, undefined),
    })
    replaceCalls(handle, endpoint)
    return endpoint
  }

  // The handle that was given stays what is accounted for, and receives nothing by itself.
  #take(handle: NodeHandle): void {
    const { fd } = handle
    const isReferenced = handle.hasRef()
    this.#endpoint = this.#standOn(handle)
    this.#endpoint.share(fd)
    if (!isReferenced) this.#endpoint.unref()
  }

  static {
    sendLater = (socket, data, address, port, callback) => {
      if (socket.#state.handle !== null) socket.#begin(data, address, port, callback)
    }
  }
}

/** A socket, as `dgram.createSocket` of Node makes it. */
export function createSocket(type: SocketType | SocketOptions, listener?: Listener): Socket {
  return new Socket(type, listener)
}
