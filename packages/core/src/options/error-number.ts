import { errnoName } from '../errors.js'
import type { Readable } from './kind.js'
import { int } from './numbers.js'

/** An error number, as its name: `ECONNREFUSED`; null where there is no error. */
export const errorName: Readable<string | null> = {
  size: int.size,
  decode(platform, bytes, length) {
    const errno = int.decode(platform, bytes, length)
    return errno === 0 ? null : errnoName(platform, errno)
  },
}
