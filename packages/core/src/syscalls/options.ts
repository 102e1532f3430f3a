import { checkBytes, checkInt32 } from '../validate.js'
import type { Context } from './context.js'

/** Socket options as raw bytes: getsockopt(2), setsockopt(2). */
export interface OptionCalls {
  /**
   * Reads an option. getsockopt(2)
   *
   * `ENOPROTOOPT`: the socket has no such option; `EINVAL`: `value` has the wrong length; `EBADF`, `ENOTSOCK`: not a socket.
   * @param value takes the option's bytes
   * @returns how many bytes the kernel stored
   */
  getsockopt(fd: number, level: number, option: number, value: Uint8Array): number

  /**
   * Sets an option. setsockopt(2)
   *
   * `ENOPROTOOPT`: the socket has no such option; `EINVAL`: the value; `EPERM`: not allowed; `EBADF`, `ENOTSOCK`: not a socket.
   * @param value the option's bytes; a number stands for an `int`
   */
  setsockopt(fd: number, level: number, option: number, value: Uint8Array | number): void
}

export function optionCalls(context: Context): OptionCalls {
  const { backend } = context
  const int = new Int32Array(1)
  const intBytes = new Uint8Array(int.buffer)

  return {
    getsockopt(fd, level, option, value) {
      checkInt32('fd', fd)
      checkInt32('level', level)
      checkInt32('option', option)
      checkBytes('value', value)
      const result = backend.getsockopt(fd, level, option, value)
      if (result < 0) context.fail('getsockopt', result)
      return result
    },

    setsockopt(fd, level, option, value) {
      checkInt32('fd', fd)
      checkInt32('level', level)
      checkInt32('option', option)
      if (typeof value === 'number') {
        checkInt32('value', value)
        int[0] = value
        value = intBytes
      }
      checkBytes('value', value)
      const result = backend.setsockopt(fd, level, option, value)
      if (result < 0) context.fail('setsockopt', result)
    },
  }
}
