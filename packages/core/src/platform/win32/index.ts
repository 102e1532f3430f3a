import type { Platform } from '../platform.js'
import { errno } from './errno.js'
import { internetConstants } from './internet.js'
import { layouts } from './layouts.js'
import { messageConstants } from './message.js'
import { socketConstants } from './socket.js'

/** Windows 10 and later, x64, through Winsock. Written from the headers; nothing here has been run. */
export function win32(): Platform {
  const constants = { ...socketConstants, ...messageConstants, ...internetConstants }
  return { name: 'win32', littleEndian: true, constants, errno, layouts }
}
