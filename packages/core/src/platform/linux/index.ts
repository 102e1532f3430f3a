import type { Platform } from '../platform.js'
import { errno } from './errno.js'
import { internetConstants } from './internet.js'
import { layouts } from './layouts.js'
import { messageConstants } from './message.js'
import { socketConstants } from './socket.js'

/** Linux with a 64-bit ABI: socket(7), ip(7), ipv6(7), unix(7). */
export function linux(littleEndian: boolean): Platform {
  const constants = { ...socketConstants, ...messageConstants, ...internetConstants }
  return { name: 'linux', littleEndian, constants, errno, layouts }
}
