import type { Socket } from 'node:dgram'
import dgram from 'node:dgram'

/** What Node's own sockets stand on, and what is put in place of it: `UDP` of Node's udp_wrap. Numbers are 0 or a negated error number. */
export interface NodeHandle {
  readonly fd: number
  /** Looks an address up for this socket: the function that the program gave, or `dns.lookup`. */
  lookup(address: string | undefined, done: (error: Error | null, ip: string) => void): void
  onmessage(size: number, handle: NodeHandle, data: Buffer | undefined, from: Sender | undefined): void
  onerror(size: number, handle: NodeHandle, error: Error): void
  getAsyncId(): number
  bind(ip: string, port: number, flags: number): number
  bind6(ip: string, port: number, flags: number): number
  open(fd: number): number
  connect(ip: string, port: number): number
  connect6(ip: string, port: number): number
  disconnect(): number
  send(request: SendRequest, list: readonly Uint8Array[], count: number, ...rest: unknown[]): number
  send6(request: SendRequest, list: readonly Uint8Array[], count: number, ...rest: unknown[]): number
  recvStart(): number
  recvStop(): number
  getsockname(out: object): number
  getpeername(out: object): number
  setBroadcast(on: number): number
  setTTL(ttl: number): number
  setMulticastTTL(ttl: number): number
  setMulticastLoopback(on: number): number
  setMulticastInterface(address: string): number
  addMembership(group: string, on: string | undefined): number
  dropMembership(group: string, on: string | undefined): number
  addSourceSpecificMembership(source: string, group: string, on: string | undefined): number
  dropSourceSpecificMembership(source: string, group: string, on: string | undefined): number
  bufferSize(size: number, receiving: boolean, context: object): number | undefined
  getSendQueueSize(): number
  getSendQueueCount(): number
  ref(): void
  unref(): void
  hasRef(): boolean
  close(done?: () => void): void
}

export interface Sender {
  address: string
  family: 'IPv4' | 'IPv6'
  port: number
  size: number
}

/** A send on its way: told once how it ended, if somebody asked. */
export interface SendRequest {
  oncomplete?(error: number, sent: number): void
}

/** What Node keeps of a socket. */
export interface State {
  handle: NodeHandle | null
  readonly bindState: number
  readonly connectState: number
  readonly queue: unknown[] | undefined
}

export const unbound = 0
export const bound = 2
export const connected = 2

// Node keeps it under a symbol of its own: that of any socket tells which.
const stateSymbol = symbolOf('state symbol')

export function stateOf(socket: Socket): State {
  return (socket as unknown as Record<symbol, State>)[stateSymbol] as State
}

function symbolOf(description: string): symbol {
  const socket = dgram.createSocket('udp4')
  const symbol = Object.getOwnPropertySymbols(socket).find((symbol) => symbol.description === description)
  socket.close()
  if (symbol === undefined) throw new Error(`node:dgram of Node ${process.version} keeps no '${description}'`)
  return symbol
}
