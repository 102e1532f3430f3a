import type { Platform } from '../platform.js'
import { errno } from './errno.js'
import { internetConstants } from './internet.js'
import { layouts } from './layouts.js'
import { messageConstants } from './message.js'
import { socketConstants } from './socket.js'

/** FreeBSD 14 with a 64-bit ABI. Written from the headers; nothing here has been run. */
export function freebsd(): Platform {
  const constants = { ...socketConstants, ...messageConstants, ...internetConstants }
  return { name: 'freebsd', littleEndian: true, constants, errno, layouts }
}
