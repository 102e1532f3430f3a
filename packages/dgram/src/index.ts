import { createSocket, Socket } from './socket.js'

export { createSocket, Socket, type SocketOptions } from './socket.js'

/** As `import dgram from 'node:dgram'` has it. */
export default { createSocket, Socket }
