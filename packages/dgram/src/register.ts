import dgram from 'node:dgram'
import { syncBuiltinESMExports } from 'node:module'
import { createSocket, Socket } from './socket.js'

// In place, so that `require`, `import` and whoever holds the module already all see it.
Object.assign(dgram, { createSocket, Socket })
syncBuiltinESMExports()
