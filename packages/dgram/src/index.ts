import { createSocket, Socket } from './socket.js'

export { createSocket, Socket } from './socket.js'
export type { BindSyncOptions } from './sync.js'
export type {
  Listener,
  Message,
  OutgoingDatagram,
  ReceivedInfo,
  RemoteInfo,
  SendCallback,
  SocketOptions,
} from './types.js'
export { type UnixRemoteInfo, UnixSocket, type UnixSocketEvents, type UnixSocketOptions } from './unix/socket.js'

/** As `import dgram from 'node:dgram'` has it. */
export default { createSocket, Socket }
