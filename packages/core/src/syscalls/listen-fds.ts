import { invalidArgType, invalidArgValue } from '../argument-errors.js'
import { checkBoolean } from '../validate.js'

export interface ListenOptions {
  /** Removes the variables from the environment, so that neither a second call nor a child process sees them. false unless given. */
  readonly unset?: boolean | undefined
}

/** A socket that the service manager has opened. */
export interface ListenDescriptor {
  readonly fd: number
  /** FileDescriptorName= of systemd.socket(5); `unknown` where no names were passed. */
  readonly name: string
}

/** The first, SD_LISTEN_FDS_START of sd_listen_fds(3): behind standard input, output and error. */
const first = 3
const most = 2 ** 31 - 1 - first

export function listenFds(adopt: (fd: number) => void, options: ListenOptions = {}): ListenDescriptor[] {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'an object', options)
  const { unset = false } = options
  checkBoolean('options.unset', unset)

  const { LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES } = process.env
  if (unset) for (const name of ['LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES']) delete process.env[name]

  // A child inherits the variables of its parent, but they are not meant for it.
  if (LISTEN_PID === undefined || number('LISTEN_PID', LISTEN_PID, 2 ** 31 - 1) !== process.pid) return []
  if (LISTEN_FDS === undefined) return []
  const count = number('LISTEN_FDS', LISTEN_FDS, most)
  const names = LISTEN_FDNAMES?.split(':')
  if (names !== undefined && count > 0 && names.length !== count) {
    throw invalidArgValue('LISTEN_FDNAMES', `must have ${count} names, as LISTEN_FDS says`, LISTEN_FDNAMES)
  }

  const descriptors: ListenDescriptor[] = []
  for (let index = 0; index < count; index++) {
    adopt(first + index)
    descriptors.push({ fd: first + index, name: names?.[index] ?? 'unknown' })
  }
  return descriptors
}

function number(variable: string, text: string, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value <= max)) throw invalidArgValue(variable, `must be a number from 0 to ${max}`, text)
  return value
}
