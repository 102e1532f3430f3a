import { invalidArgValue } from '../argument-errors.js'
import { SyscallError } from '../errors.js'
import type { Entry } from '../options/entry.js'
import {
  type OptionInput,
  type OptionName,
  type OptionValue,
  type ReadableOption,
  table,
  type WritableOption,
} from '../options/table/index.js'
import { checkInt32, checkString } from '../validate.js'
import type { Context } from './context.js'

/** Socket options by name, their values typed: getsockopt(2), setsockopt(2). What there is stands in `options/table/`. */
export interface NamedOptionCalls {
  /**
   * Reads an option.
   *
   * `ENOPROTOOPT`, `ENOTSUP`: the socket, or the platform, has no such option; `EBADF`, `ENOTSOCK`: not a socket; and what the option itself says.
   * @param name `SO_RCVBUF`
   */
  getOption<Name extends ReadableOption>(fd: number, name: Name): OptionValue<Name>

  /**
   * Sets an option.
   *
   * `ENOPROTOOPT`, `ENOTSUP`: the socket, or the platform, has no such option; `EINVAL`, `EDOM`: the value; `EPERM`: not allowed; `ENODEV`: no interface of that name;
   * `ENOTSUP` too: a filter where the backend lacks it; `EBADF`, `ENOTSOCK`: not a socket; and what the option itself says.
   * @param name `SO_RCVBUF`
   */
  setOption<Name extends WritableOption>(fd: number, name: Name, value: OptionInput<Name>): void

  /**
   * Checks an option's value and lays it out, without a call on a socket: for `setsockopt`, of who has to know that a descriptor is still its own once all code of the program's
   * (the value's getters) has run. What is handed out is good until the next option is encoded.
   *
   * `ENOPROTOOPT`: the platform has no such option; `ENODEV`: no interface of that name; `ENOTSUP`: a filter where the backend lacks it.
   * @param name `SO_RCVBUF`
   */
  encodeOption<Name extends WritableOption>(name: Name, value: OptionInput<Name>): EncodedOption
}

/** The arguments of setsockopt(2) behind the descriptor. */
export interface EncodedOption {
  readonly level: number
  readonly option: number
  readonly value: Uint8Array
}

export function namedOptionCalls(context: Context): NamedOptionCalls {
  const { backend } = context
  const { platform } = backend
  const { constants } = platform

  function numberOf(name: OptionName, syscall: string): number {
    const option = constants[name]
    if (option !== undefined) return option
    // What a kernel says to an option that it does not know.
    const { ENOPROTOOPT = 0 } = platform.errno
    throw new SyscallError('ENOPROTOOPT', -ENOPROTOOPT, syscall, null, `${platform.name} has no ${name}`)
  }

  function encodeOption<Name extends WritableOption>(name: Name, value: OptionInput<Name>): EncodedOption {
    const { level, kind } = entryOf(name)
    if (!('encode' in kind)) throw invalidArgValue('name', 'must be the name of an option that can be set', name)
    const option = numberOf(name, 'setsockopt')
    const bytes = kind.encode(context, value as never)
    const number = constants[typeof level === 'function' ? level(platform, bytes) : level] as number
    return { level: number, option, value: bytes }
  }

  return {
    encodeOption,

    getOption(fd, name) {
      checkInt32('fd', fd)
      const { level, kind } = entryOf(name)
      if (!('decode' in kind) || typeof level === 'function') {
        throw invalidArgValue('name', 'must be the name of an option that can be read', name)
      }
      const option = numberOf(name, 'getsockopt')
      const bytes = new Uint8Array(kind.size(platform.layouts))
      const result = backend.getsockopt(fd, constants[level] as number, option, bytes)
      if (result < 0) context.fail('getsockopt', result)
      return kind.decode(platform, bytes, result) as OptionValue<typeof name>
    },

    setOption(fd, name, value) {
      checkInt32('fd', fd)
      const { level, option, value: bytes } = encodeOption(name, value)
      const result = backend.setsockopt(fd, level, option, bytes)
      if (result < 0) context.fail('setsockopt', result)
    },
  }
}

function entryOf(name: OptionName): Entry {
  checkString('name', name)
  if (!Object.hasOwn(table, name)) throw invalidArgValue('name', 'must be the name of a socket option', name)
  return table[name]
}
