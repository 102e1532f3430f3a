import { invalidArgType, invalidArgValue } from '../argument-errors.js'
import { copyOf } from '../validate.js'
import { escaped } from './escapes.js'
import { bytesOf, textOf } from './undecodable.js'

/**
 * The name of a Unix socket as a program writes it, unix(7): a path in the file system, a Linux abstract name (which may hold any bytes, NULs included, and
 * be empty), or the family alone, which has Linux choose an abstract name when a socket is bound to it.
 *
 * A string stands for its bytes in UTF-8. What is no UTF-8 is handed in as bytes, or as the string that `UnixAddress` makes of it.
 */
export type UnixAddressInit =
  | (Others & {
      readonly family?: 'unix' | undefined
      readonly path: string | Uint8Array
      readonly abstract?: undefined
    })
  | (Others & {
      readonly family?: 'unix' | undefined
      readonly abstract: string | Uint8Array
      readonly path?: undefined
    })
  | (Others & UnixFields & { readonly family: 'unix' })

interface Others {
  readonly address?: undefined
  readonly port?: undefined
  readonly bytes?: undefined
}

interface UnixFields {
  readonly path?: string | Uint8Array | undefined
  readonly abstract?: string | Uint8Array | undefined
}

/** What a `UnixAddressInit` says, checked: at most one of the two. */
export interface UnixNames {
  readonly path?: Uint8Array | undefined
  readonly abstract?: Uint8Array | undefined
}

/**
 * The name of a Unix socket; frozen. It has a path, or an abstract name, or neither: the socket is unnamed then.
 *
 * Both are strings. A byte that is no part of any UTF-8 character stands in them as U+DC00 plus the byte (surrogateescape), so that nothing is lost;
 * `toBytes` gives the bytes themselves, and file system calls should be given these.
 */
export class UnixAddress {
  readonly family = 'unix'
  /** A path in the file system. */
  readonly path: string | undefined
  /** A Linux abstract name, without the NUL that stands before it. */
  readonly abstract: string | undefined
  /** Belongs to Internet addresses. */
  declare readonly address?: undefined
  /** Belongs to Internet addresses. */
  declare readonly port?: undefined
  /** Belongs to `RawAddress`. */
  declare readonly bytes?: undefined

  /**
   * @param init nothing for an unnamed socket
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: path and abstract name at once, a path that is empty or holds a NUL
   */
  constructor(init: UnixFields = {}) {
    if (typeof init !== 'object' || init === null) throw invalidArgType('init', 'an object', init)
    const { path, abstract } = checkUnix('init.', init.path, init.abstract)
    this.path = path && textOf(path)
    this.abstract = abstract && textOf(abstract)
    Object.freeze(this)
  }

  /** The bytes of the path, or of the abstract name. */
  toBytes(): Uint8Array {
    // Made from bytes, so that it stands for some.
    return bytesOf(this.path ?? this.abstract ?? '') as Uint8Array
  }

  /** `unix:/run/x`, `unix:@abstract`, `unix:` if unnamed; as `parseAddress` reads them. */
  toString(): string {
    if (this.path === undefined) return this.abstract === undefined ? 'unix:' : `unix:@${escaped(this.abstract)}`
    const text = escaped(this.path)
    return text.startsWith('@') ? `unix:\\x40${text.slice(1)}` : `unix:${text}`
  }
}

/** @param prefix what errors put before the field: `to.` */
export function checkUnix(prefix: string, path: unknown, abstract: unknown): UnixNames {
  if (path === undefined) return abstract === undefined ? {} : { abstract: checkName(`${prefix}abstract`, abstract) }
  if (abstract !== undefined) throw invalidArgValue(`${prefix}abstract`, 'excludes a path', abstract)
  const bytes = checkName(`${prefix}path`, path)
  // It would pass for an abstract name, or be another path for the kernel than it is for us.
  if (bytes.length === 0) throw invalidArgValue(`${prefix}path`, 'must not be empty', path)
  if (bytes.includes(0)) throw invalidArgValue(`${prefix}path`, 'must not hold a NUL', path)
  return { path: bytes }
}

function checkName(argument: string, value: unknown): Uint8Array {
  if (typeof value !== 'string') return copyOf(argument, value, 'a string or a Uint8Array')
  const bytes = bytesOf(value)
  if (bytes === null) throw invalidArgValue(argument, 'must be well-formed text', value)
  return bytes
}
