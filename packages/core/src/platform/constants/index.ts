import type { InternetConstants } from './internet.js'
import type { MessageConstants } from './message.js'
import type { SocketConstants } from './socket.js'

/** Numbers of families, types, protocols, flags and options. A constant that the platform lacks is `undefined`. */
export interface Constants extends SocketConstants, MessageConstants, InternetConstants {}
