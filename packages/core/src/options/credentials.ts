import { Struct } from '../platform/fields.js'
import { layoutOf, type Readable } from './kind.js'

/** `struct ucred`, unix(7). */
export interface Credentials {
  /** 0 where there is no peer. */
  readonly pid: number
  /** 2^32 - 1 where there is no peer. */
  readonly uid: number
  readonly gid: number
}

export const credentials: Readable<Credentials> = {
  size: (layouts) => layoutOf(layouts, 'ucred').size,
  decode(platform, bytes) {
    const { pid, uid, gid } = layoutOf(platform.layouts, 'ucred')
    const struct = new Struct(platform, bytes)
    return { pid: struct.get(0, pid), uid: struct.get(0, uid), gid: struct.get(0, gid) }
  },
}
