import { getSystemErrorMap } from 'node:util'
import type { WritableOption } from 'sendto'
import type { Endpoint } from './endpoint.js'
import { errno, hostPortException, ipBlocked } from './errors.js'
import { type Extensions, isBlocked } from './extensions.js'
import { reusePortFlag } from './flags.js'
import { connecting, type NodeHandle, type SendRequest, type State } from './internals.js'
import { changeMembership, changeSource, setMulticastInterface } from './multicast.js'
import { isNetworkRefused } from './permission.js'
import { Report } from './report.js'

/**
 * Puts an endpoint in the place of the UDP handle that a socket of Node's stands on: Node's own code checks arguments, looks addresses up, keeps the order of events and
 * speaks to `cluster`, and its calls come here. The handle itself stays, unbound, as the owner of what Node has hung on it.
 */
export function replaceCalls(handle: NodeHandle, endpoint: Endpoint, state: State, extensions: Extensions): void {
  const { close, lookup } = handle
  const { sendBlockList } = extensions
  const moreFlags = extensions.reusePort ? reusePortFlag : 0
  const isIPv4 = endpoint.family === 'IPv4'
  // A port that is none is made one, as by Node's.
  const bind = (ip: string, port: number, flags: number) => endpoint.bind(ip, +port & 0xffff, flags | moreFlags)
  const connect = (ip: string, port: number) => endpoint.connect(ip, port)
  const setting = (v4: WritableOption, v6: WritableOption, most: number, least = 0) => {
    return (wide: number) => {
      const value = wide | 0
      if (value < least || value > most) return errno('EINVAL')
      return endpoint.setOption(isIPv4 ? v4 : v6, value as never)
    }
  }
  const flag = (v4: WritableOption, v6: WritableOption) => (on: number) =>
    endpoint.setOption(isIPv4 ? v4 : v6, (on !== 0) as never)

  // Node's own say how they refuse.
  if (!isNetworkRefused()) {
    Object.assign(handle, { bind, bind6: bind, connect, connect6: connect, open: (fd: number) => endpoint.open(fd) })
  }
  Object.defineProperty(handle, 'fd', { get: () => endpoint.fd, configurable: true })
  Object.assign(handle, {
    send,
    send6: send,
    disconnect: () => endpoint.disconnect(),
    recvStart: () => {
      endpoint.receive()
      return 0
    },
    recvStop: () => {
      endpoint.stopReceiving()
      return 0
    },
    getsockname: (out: object) => endpoint.localAddress(out),
    getpeername: (out: object) => endpoint.remoteAddress(out),
    setBroadcast: (on: number) => endpoint.setOption('SO_BROADCAST', on !== 0),
    setTTL: setting('IP_TTL', 'IPV6_UNICAST_HOPS', 255, 1),
    setMulticastTTL: setting('IP_MULTICAST_TTL', 'IPV6_MULTICAST_HOPS', 255),
    setMulticastLoopback: flag('IP_MULTICAST_LOOP', 'IPV6_MULTICAST_LOOP'),
    setMulticastInterface: (address: string) => setMulticastInterface(endpoint, address),
    addMembership: (group: unknown, on: unknown) => changeMembership(endpoint, true, group, on),
    dropMembership: (group: unknown, on: unknown) => changeMembership(endpoint, false, group, on),
    addSourceSpecificMembership: (source: unknown, group: unknown, on: unknown) =>
      changeSource(endpoint, true, source, group, on),
    dropSourceSpecificMembership: (source: unknown, group: unknown, on: unknown) =>
      changeSource(endpoint, false, source, group, on),
    bufferSize,
    getSendQueueSize: () => endpoint.queueSize,
    getSendQueueCount: () => endpoint.queueCount,
    ref: () => endpoint.ref(),
    unref: () => endpoint.unref(),
    hasRef: () => endpoint.isReferenced,
    close(done?: () => void) {
      endpoint.close()
      close.call(handle, done)
    },
  })

  if (sendBlockList !== undefined) {
    // Only `connect` looks up while the socket is bound and connecting: what is sent meanwhile is looked up too, and refused the same.
    handle.lookup = (address, done) =>
      lookup.call(handle, address, (error, ip) => {
        const isRefused = error === null && state.connectState === connecting && isBlocked(sendBlockList, ip)
        done(isRefused ? ipBlocked(ip) : error, ip)
      })
  }

  // (request, list, count, port, ip, asked) or, connected, (request, list, count, asked)
  function send(request: SendRequest, list: readonly ArrayBufferView[], _count: number, ...rest: unknown[]): number {
    const [port, ip] = rest.length > 1 ? (rest as [number, string]) : [0, null]
    if (ip !== null && isBlocked(sendBlockList, ip)) {
      if (request.callback !== undefined) process.nextTick(request.callback, ipBlocked(ip))
      return 0
    }
    const parts = list.map(bytesOf)
    const size = parts.reduce((sum, { byteLength }) => sum + byteLength, 0)
    const report = new Report((error) => {
      if (error === null) request.oncomplete?.(0, size)
      else request.callback?.(hostPortException(error, 'send', request.address, request.port))
    })
    endpoint.send(parts, size, ip, port, report)
    report.later()
    return 0
  }

  function bufferSize(size: number, receiving: boolean, context: object): number | undefined {
    const option = receiving ? 'SO_RCVBUF' : 'SO_SNDBUF'
    let value = size
    const result = endpoint.with((socket) => {
      if (size === 0) value = socket.getOption(option) as number
      else socket.setOption(option, size)
    })
    if (result === 0) return value
    const [code, message] = getSystemErrorMap().get(result) ?? ['UNKNOWN', 'unknown error']
    const syscall = receiving ? 'uv_recv_buffer_size' : 'uv_send_buffer_size'
    Object.assign(context, { errno: result, code, message, syscall })
    return undefined
  }
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}
