import { constants } from 'node:os'
import { getSystemErrorName, inspect } from 'node:util'

/** Node's own errors, by class, code and message, for what is refused here and not by Node: programs read all three. */

const messages = {
  ERR_SOCKET_ALREADY_BOUND: 'Socket is already bound',
  ERR_SOCKET_DGRAM_IS_CONNECTED: 'Already connected',
  ERR_SOCKET_DGRAM_NOT_RUNNING: 'Not running',
} as const

export function socketError(code: keyof typeof messages): Error {
  return nodeError(Error, code, messages[code])
}

/** An error with the code in its stack, as Node's have it, and not in its name. */
export function nodeError(Class: typeof Error, code: string, message: string): Error {
  const error = new Class(message)
  Object.defineProperty(error, 'name', { value: `${Class.name} [${code}]`, configurable: true })
  // It is made when it is first read, with the name of that time.
  void error.stack
  Reflect.deleteProperty(error, 'name')
  return Object.assign(error, { code })
}

export function invalidArgType(argument: string, expected: string, received: unknown): Error {
  const kind = argument.includes('.') ? 'property' : 'argument'
  const message = `The "${argument}" ${kind} must be ${expected}.${describe(received)}`
  return nodeError(TypeError, 'ERR_INVALID_ARG_TYPE', message)
}

export function invalidArgValue(argument: string, reason: string, received: unknown): Error {
  const kind = argument.includes('.') ? 'property' : 'argument'
  const message = `The ${kind} '${argument}' ${reason}. Received ${inspect(received)}`
  return nodeError(TypeError, 'ERR_INVALID_ARG_VALUE', message)
}

export function outOfRange(argument: string, range: string, received: number): Error {
  const message = `The value of "${argument}" is out of range. It must be ${range}. Received ${received}`
  return nodeError(RangeError, 'ERR_OUT_OF_RANGE', message)
}

export function badPort(argument: string, port: unknown, least: 0 | 1): Error {
  const range = `${least === 0 ? '>=' : '>'} 0 and < 65536`
  return nodeError(RangeError, 'ERR_SOCKET_BAD_PORT', `${argument} should be ${range}.${describe(port)}.`)
}

export function ipBlocked(address: string): Error {
  return nodeError(Error, 'ERR_IP_BLOCKED', `IP(${address}) is blocked by net.BlockList`)
}

/** What a call of a handle answered, as an error: with an address `bind EADDRINUSE 127.0.0.1:8080`, or `bind EADDRNOTAVAIL 1.2.3.4` without a port. */
export function systemError(errno: number, syscall: string, address?: string, port?: number): Error {
  const code = getSystemErrorName(errno)
  if (address !== undefined) return hostPortException({ code, errno }, syscall, address, port)
  return Object.assign(new Error(`${syscall} ${code}`), { errno, code, syscall })
}

interface SystemError {
  readonly code: string
  readonly errno: number
}

/** What the system said to a call with an address: `send EMSGSIZE 127.0.0.1:8080`. */
export function hostPortException(
  { code, errno }: SystemError,
  syscall: string,
  address: string | undefined,
  port: number | undefined,
): Error {
  const where = port !== undefined && port > 0 ? ` ${address}:${port}` : address ? ` ${address}` : ''
  const error = Object.assign(new Error(`${syscall} ${code}${where}`), { errno, code, syscall, address })
  return port ? Object.assign(error, { port }) : error
}

/** How Node says what it was given. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return ` Received ${value}`
  if (typeof value === 'function') return ` Received function ${value.name}`
  if (typeof value === 'object') {
    const name = value.constructor?.name
    return name ? ` Received an instance of ${name}` : ` Received ${inspect(value, { depth: -1 })}`
  }
  const shown = inspect(value, { colors: false })
  return ` Received type ${typeof value} (${shown.length > 28 ? `${shown.slice(0, 25)}...` : shown})`
}

/** The negated number of an error, as Node's calls return it. */
export function errno(code: keyof typeof constants.errno): number {
  return -constants.errno[code]
}
