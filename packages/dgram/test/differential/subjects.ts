import node from 'node:dgram'
import ours from '../../src/index.js'

type Listener = (data: Buffer, from: node.RemoteInfo) => void

/** What a script is run on: `node:dgram` as it is, or what takes its place. */
export interface Subject {
  readonly name: string
  createSocket(type?: unknown, listener?: unknown): node.Socket
}

export const reference: Subject = {
  name: 'node:dgram',
  createSocket: (type, listener) => node.createSocket(type as node.SocketOptions, listener as Listener),
}

export const subjects: readonly Subject[] = ['napi', 'koffi'].map((backend) => ({
  name: backend,
  createSocket: (type, listener) =>
    ours.createSocket(withBackend(type, backend) as node.SocketOptions, listener as Listener),
}))

// Getters stay the options' own.
function withBackend(type: unknown, backend: string): unknown {
  if (typeof type === 'object' && type !== null && !Array.isArray(type))
    return Object.create(type, { backend: { value: backend } })
  return type === 'udp4' || type === 'udp6' ? { type, backend } : type
}
