import { isIP } from 'node:net'
import { invalidArgType, invalidArgValue, ipBlocked, socketError, systemError } from './errors.js'
import { isBlocked } from './extensions.js'
import { ipv6OnlyFlag, reuseAddressFlag, reusePortFlag } from './flags.js'
import {
  binding,
  bound,
  connected,
  connecting,
  disconnected,
  type NodeHandle,
  type NodeSocket,
  type Sender,
  type State,
  stateOf,
  unbound,
} from './internals.js'
import { portOf } from './port.js'

/** `bindSync` and `connectSync` of Node 26, for versions that do not have them. */

export interface BindSyncOptions {
  readonly port?: number | undefined
  readonly address?: string | undefined
}

export function bindSync(socket: NodeSocket, options: BindSyncOptions): ReturnType<NodeSocket['address']> {
  const state = stateOf(socket)
  const handle = running(state)
  if (options === null || typeof options !== 'object' || Array.isArray(options)) {
    throw invalidArgType('options', 'of type object', options)
  }
  if (state.bindState !== unbound) throw socketError('ERR_SOCKET_ALREADY_BOUND')
  const port = portOf('options.port', options.port ?? 0, 0)
  const given = options.address
  const isIPv4 = (socket as unknown as { type: string }).type === 'udp4'
  const address = given ? literal('options.address', 'bindSync', given) : isIPv4 ? '0.0.0.0' : '::'
  state.bindState = binding
  const flags =
    (state.reuseAddr ? reuseAddressFlag : 0) |
    (state.ipv6Only ? ipv6OnlyFlag : 0) |
    (state.reusePort ? reusePortFlag : 0)
  const error = handle.bind(address, port, flags)
  if (error !== 0) {
    state.bindState = unbound
    throw systemError(error, 'bind', address, port)
  }
  startReceiving(socket, state, handle)
  process.nextTick(emitIfRunning, socket, 'listening')
  return socket.address()
}

export function connectSync(socket: NodeSocket, wanted: unknown, address: unknown): void {
  const state = stateOf(socket)
  running(state)
  const port = portOf('Port', wanted, 1)
  if (state.connectState !== disconnected) throw socketError('ERR_SOCKET_DGRAM_IS_CONNECTED')
  const isIPv4 = (socket as unknown as { type: string }).type === 'udp4'
  const isMissing = address === undefined || address === null || address === ''
  const ip = isMissing ? (isIPv4 ? '127.0.0.1' : '::1') : literal('address', 'connectSync', address)
  if (state.bindState === unbound) (socket as unknown as { bindSync(): void }).bindSync()
  else if (state.bindState !== bound) throw socketError('ERR_SOCKET_ALREADY_BOUND')
  if (isBlocked(state.sendBlockList, ip)) throw ipBlocked(ip)
  state.connectState = connecting
  const error = running(state).connect(ip, port)
  if (error !== 0) {
    state.connectState = disconnected
    throw systemError(error, 'connect', ip, port)
  }
  state.connectState = connected
  process.nextTick(emitIfRunning, socket, 'connect')
}

function running({ handle }: State): NodeHandle {
  if (handle === null) throw socketError('ERR_SOCKET_DGRAM_NOT_RUNNING')
  return handle
}

function literal(argument: string, method: string, address: unknown): string {
  if (typeof address !== 'string') throw invalidArgType(argument, 'of type string', address)
  if (isIP(address) === 0) {
    const reason = `must be a numeric IP address; ${method} does not perform DNS resolution`
    throw invalidArgValue(argument, reason, address)
  }
  return address
}

// What Node does for `bind`, with what it has the handle call.
function startReceiving(socket: NodeSocket, state: State, handle: NodeHandle): void {
  handle.onmessage = (size, _handle, data, from) => {
    if (size < 0) {
      socket.emit('error', systemError(size, 'recvmsg'))
      return
    }
    const rinfo = from as Sender
    rinfo.size = data?.length ?? 0
    socket.emit('message', data, rinfo)
  }
  handle.onerror = (_size, _handle, error) => socket.emit('error', error)
  handle.recvStart()
  state.receiving = true
  state.bindState = bound
  if (state.recvBufferSize) socket.setRecvBufferSize(state.recvBufferSize)
  if (state.sendBufferSize) socket.setSendBufferSize(state.sendBufferSize)
}

function emitIfRunning(socket: NodeSocket, event: 'listening' | 'connect'): void {
  if (stateOf(socket).handle !== null) socket.emit(event)
}
