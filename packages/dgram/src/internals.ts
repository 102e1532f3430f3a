import dgram from 'node:dgram'
import type { BlockList } from 'node:net'
import type { ReceivedInfo } from './types.js'

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
  send(request: SendRequest, list: readonly ArrayBufferView[], count: number, ...rest: unknown[]): number
  send6(request: SendRequest, list: readonly ArrayBufferView[], count: number, ...rest: unknown[]): number
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

export interface Sender extends ReceivedInfo {
  address: string
  family: 'IPv4' | 'IPv6'
  port: number
  size: number
}

/** A send on its way: told once how it ended, if somebody asked. */
export interface SendRequest {
  readonly address: string | undefined
  readonly port: number | undefined
  readonly callback?: (error: Error | null, sent?: number) => void
  oncomplete?(error: number, sent: number): void
}

/** What Node keeps of a socket. */
export interface State {
  handle: NodeHandle | null
  receiving: boolean
  bindState: number
  connectState: number
  readonly queue: unknown[] | undefined
  readonly reuseAddr: unknown
  reusePort?: unknown
  readonly ipv6Only: unknown
  readonly recvBufferSize: number | undefined
  readonly sendBufferSize: number | undefined
  receiveBlockList?: BlockList | undefined
  sendBlockList?: BlockList | undefined
}

export type NodeSocket = dgram.Socket

export const unbound = 0
export const binding = 1
export const bound = 2
export const disconnected = 0
export const connecting = 1
export const connected = 2

// Node keeps it under a symbol of its own: that of any socket tells which.
const probe = dgram.createSocket('udp4')
export const stateSymbol = symbolOf('state symbol')
probe.close()

/** What the running version has of what came after Node 20. */
export const knows = {
  reusePort: 'reusePort' in stateOf(probe),
  blockLists: 'sendBlockList' in stateOf(probe),
  sync: 'bindSync' in probe,
}

export function stateOf(socket: NodeSocket): State {
  return (socket as unknown as Record<symbol, State>)[stateSymbol] as State
}

function symbolOf(description: string): symbol {
  const symbol = Object.getOwnPropertySymbols(probe).find((symbol) => symbol.description === description)
  if (symbol === undefined) throw new Error(`node:dgram of Node ${process.version} keeps no '${description}'`)
  return symbol
}
