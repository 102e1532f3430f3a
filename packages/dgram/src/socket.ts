import dgram, { type SocketType } from 'node:dgram'
import dns from 'node:dns'
import process from 'node:process'
import type { SyscallError } from 'sendto'
import { syscallsOf } from './backend.js'
import { Endpoint } from './endpoint.js'
import { hostPortException, ipBlocked } from './errors.js'
import { type Extensions, extensionsOf, isBlocked } from './extensions.js'
import { maybeGiven, whenGiven } from './given.js'
import { replaceCalls } from './handle.js'
import { bound, connected, knows, type NodeHandle, type Sender, type State, stateOf, stateSymbol } from './internals.js'
import { versionOf } from './literals.js'
import type { EndpointOptions } from './options.js'
import { Report } from './report.js'
import { sendMany } from './send-many.js'
import { type BindSyncOptions, bindSync, connectSync } from './sync.js'
import type { Listener, SocketConstructor, Socket as SocketInstance, SocketOptions } from './types.js'
import { isUnix, type UnixListener, UnixSocket, type UnixSocketType } from './unix/socket.js'

type Callback = (error: Error | null, bytes?: number) => void

/** What a socket has beside what Node keeps of it. */
interface Parts {
  readonly state: State
  readonly options: EndpointOptions
  readonly extensions: Extensions
  endpoint: Endpoint
  // Whether nobody but Node would be asked about an address literal: it goes without a look-up then.
  readonly looksUpAsNode: boolean
  // Sends whose tick has not come: the last of them has all leave that came before it.
  sendsLater: number
}

export type Socket = SocketInstance

type Body = Socket & Record<typeof partsSymbol, Parts>

const partsSymbol = Symbol('parts')

const nobody = { end() {} }

// What finds no room waits, however much that is: so it does there, and `getSendQueueSize` tells.
const sendQueue = { datagrams: 2 ** 31 - 1, bytes: 2 ** 31 - 1 }

// What a program has put in its place is asked even about literals. Node's own has symbols, which a function in its place has not.
const dnsLookup = Object.getOwnPropertySymbols(dns.lookup).length > 0 ? dns.lookup : null

// As it is now: the drop-in can be put in its place.
const NodeSocket = dgram.Socket as unknown as { readonly prototype: Socket }

// Of the sockets that are being made, each in the constructor of the one before: options can have getters.
const making: { readonly extensions: Extensions; readonly options: unknown }[] = []

/** A socket of `node:dgram`, on the calls of a backend: a function, as Node's is, which older programs `call` for an object of theirs. */
export const Socket = function Socket(this: Body, type: SocketType | SocketOptions, listener?: Listener) {
  making.push({ extensions: extensionsOf(type), options: type })
  try {
    Reflect.apply(NodeSocket as unknown as () => void, this, [type, listener])
  } finally {
    making.pop()
  }
} as unknown as SocketConstructor

Object.setPrototypeOf(Socket, dgram.Socket)
Object.setPrototypeOf(Socket.prototype, NodeSocket.prototype)

/** A socket, as `dgram.createSocket` of Node makes it; of the type `unix_dgram`, as the npm package `unix-dgram` does. */
export function createSocket(type: SocketType | SocketOptions, listener?: Listener): Socket
export function createSocket(type: UnixSocketType, listener?: UnixListener): UnixSocket
export function createSocket(
  type: SocketType | SocketOptions | UnixSocketType,
  listener?: Listener | UnixListener,
): Socket | UnixSocket {
  if (isUnix(type)) return new UnixSocket(type, listener as UnixListener | undefined)
  return new Socket(type, listener as Listener | undefined)
}

// Node's constructor keeps the state before anybody else sees the socket: a signal that is aborted already, a subscriber of `udp.socket`.
Object.defineProperty(Socket.prototype, stateSymbol, {
  configurable: true,
  get: () => undefined,
  set(this: Body, state: State) {
    Object.defineProperty(this, stateSymbol, { value: state, configurable: true, enumerable: true, writable: true })
    const { extensions, options } = making.at(-1) as (typeof making)[number]
    Object.defineProperty(this, partsSymbol, { value: partsOf(this, state, extensions, options) })
  },
})

function partsOf(socket: Socket, state: State, extensions: Extensions, given: unknown): Parts {
  const { backend, join, coalesce, spin, pool, recvInfo, receiveBlockList, sendBlockList } = extensions
  if (!knows.blockLists) Object.assign(state, { receiveBlockList, sendBlockList })
  const socketOptions = { backend: syscallsOf(backend).backend, join, coalesce, spin, sendQueue }
  const options = { socket: socketOptions, join, pool, recvInfo }
  const hasLookup = typeof given === 'object' && (given as SocketOptions).lookup !== undefined
  const looksUpAsNode = !hasLookup && dns.lookup === dnsLookup
  const endpoint = standOn(socket, state.handle as NodeHandle, { state, options, extensions })
  return { state, options, extensions, endpoint, looksUpAsNode, sendsLater: 0 }
}

function standOn(
  socket: Socket,
  handle: NodeHandle,
  { state, options, extensions }: Pick<Parts, 'state' | 'options' | 'extensions'>,
): Endpoint {
  const { receiveBlockList } = state
  const family = (socket as unknown as { type: SocketType }).type === 'udp4' ? 'IPv4' : 'IPv6'
  const owner = {
    message: (data: Buffer, from: Sender) => {
      if (isBlocked(receiveBlockList, from.address)) return
      // What Node's own `onmessage` does with it, without the way there.
      socket.emit('message', data, from)
    },
    error: ({ errno }: SyscallError) => handle.onmessage(errno, handle, undefined, undefined),
  }
  const endpoint = new Endpoint(family, options, owner, handle.getAsyncId())
  replaceCalls(handle, endpoint, state, extensions)
  return endpoint
}

// The handle that was given stays what is accounted for, and receives nothing by itself.
function take(socket: Body, handle: NodeHandle): void {
  const parts = socket[partsSymbol]
  const { fd } = handle
  const isReferenced = handle.hasRef()
  parts.endpoint = standOn(socket, handle, parts)
  parts.endpoint.share(fd)
  if (!isReferenced) parts.endpoint.unref()
}

const methods = {
  // The ways that most programs send, without what Node's own code costs; all others are left to that.
  send(this: Body, ...args: unknown[]): void {
    if (!sendPlainly(this, args)) Reflect.apply(NodeSocket.prototype.send, this, args)
  },

  bind(this: Body, ...args: unknown[]): Socket {
    const { state, extensions } = this[partsSymbol]
    if (maybeGiven(args[0])) whenGiven(state, (handle) => take(this, handle))
    return Reflect.apply(NodeSocket.prototype.bind, this, extensions.reusePort ? exclusively(args) : args)
  },

  sendMany,
}

const syncMethods = {
  bindSync(this: Socket, options: BindSyncOptions = {}): ReturnType<Socket['address']> {
    return bindSync(this, options)
  },

  connectSync(this: Socket, port: number, address?: string): void {
    connectSync(this, port, address)
  },
}

for (const [name, value] of Object.entries({ ...methods, ...(knows.sync ? {} : syncMethods) })) {
  Object.defineProperty(Socket.prototype, name, { value, configurable: true, enumerable: true, writable: true })
}

// Who reuses a port does not ask the primary of a cluster for it.
function exclusively(args: readonly unknown[]): readonly unknown[] {
  const [port, address, ...others] = args
  if (typeof port === 'function') return [{ exclusive: true }, port]
  if (typeof port !== 'object' || port === null) {
    const options = typeof address === 'function' ? { port } : { port, address }
    return [{ ...options, exclusive: true }, ...args.slice(1)]
  }
  return typeof (port as NodeHandle).recvStart === 'function'
    ? args
    : [{ ...port, exclusive: true }, address, ...others]
}

/** (data, port, literal, callback), or (data, callback) on a connected socket. False for anything else, about which nothing has been done. */
function sendPlainly(socket: Body, [data, port, address, callback, ...others]: unknown[]): boolean {
  const { state, looksUpAsNode } = socket[partsSymbol]
  if (state.handle === null || state.bindState !== bound || others.length > 0) return false
  // A proxy of one, or what only inherits from it, is none to Node.
  if (!(data instanceof Uint8Array && ArrayBuffer.isView(data))) return false
  if (state.connectState === connected) {
    if (address !== undefined || callback !== undefined) return false
    if (port !== undefined && typeof port !== 'function') return false
    begin(socket, data, null, 0, port as Callback | undefined, null)
    return true
  }
  if (!looksUpAsNode || typeof port !== 'number' || typeof address !== 'string') return false
  if (callback !== undefined && typeof callback !== 'function') return false
  if (!(port > 0 && port < 65_536 && Number.isInteger(port)) || versionOf(address) === 0) return false
  socket[partsSymbol].sendsLater++
  process.nextTick(sendLater, socket, data, address, port, callback as Callback | undefined)
  return true
}

// Node reads the data of an unconnected socket a tick later.
function sendLater(socket: Body, data: Uint8Array, address: string, port: number, callback?: Callback): void {
  const { handle, sendBlockList } = stateOf(socket)
  const parts = socket[partsSymbol]
  const others = --parts.sendsLater > 0
  if (handle === null) return
  if (isBlocked(sendBlockList, address)) {
    if (!others) parts.endpoint.flush()
    if (callback !== undefined) process.nextTick(callback, ipBlocked(address))
  } else if (others) begin(socket, data, address, port, callback, others)
  else beginAlone(socket, data, address, port, callback)
}

/** Sends what nothing is to be joined with as Node does. */
function beginAlone(
  socket: Body,
  data: Uint8Array,
  address: string,
  port: number,
  callback: Callback | undefined,
): void {
  const error = socket[partsSymbol].endpoint.sendAlone(data, address, port)
  if (error === false) begin(socket, data, address, port, callback, false)
  else if (callback === undefined) return
  else if (error === null) process.nextTick(callback, null, data.byteLength)
  else process.nextTick(callback, hostPortException(error, 'send', address, port))
}

/** @param others whether others of this turn come after it; null if nobody knows */
function begin(
  socket: Body,
  data: Uint8Array,
  address: string | null,
  port: number,
  callback: Callback | undefined,
  others: boolean | null,
): void {
  const { byteLength } = data
  const { endpoint } = socket[partsSymbol]
  if (callback === undefined) {
    endpoint.send([data], byteLength, address, port, nobody, others)
    return
  }
  const report = new Report((error) => {
    if (error === null) callback(null, byteLength)
    else callback(hostPortException(error, 'send', address ?? undefined, port || undefined))
  })
  endpoint.send([data], byteLength, address, port, report, others)
  report.later()
}
