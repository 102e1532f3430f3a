import type { Constants } from './constants/index.js'
import type { Layouts } from './layouts.js'

export type { Constants } from './constants/index.js'
export type { Field, Layouts } from './layouts.js'

/**
 * What a backend's operating system calls things, and how it lays out memory. A platform is data: a backend names the one it talks to, and core
 * reads numbers and layouts from there and nowhere else.
 */
export interface Platform {
  /** The operating system, as `process.platform` spells it: `linux`. */
  readonly name: string
  /** Byte order of multi-byte fields that are not in network order. */
  readonly littleEndian: boolean
  readonly constants: Constants
  /** Error numbers by name, positive: `{ EAGAIN: 11 }`. Where two names share a number, errors carry the first. */
  readonly errno: Errnos
  readonly layouts: Layouts
}

/** The errors that core itself asks about are required; a table may name any number of others. */
export interface Errnos {
  readonly EAGAIN: number
  readonly EINTR: number
  readonly ENOSYS: number
  readonly EPERM: number
  readonly EINVAL: number
  readonly EAFNOSUPPORT: number
  readonly ENODEV: number
  readonly ENOTSUP: number
  readonly ENOTCONN: number
  readonly [name: string]: number
}
