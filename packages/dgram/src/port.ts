import { badPort } from './errors.js'

/** A port as Node takes it: a number, or a string that is one. */
export function portOf(argument: string, port: unknown, least: 0 | 1): number {
  const isGiven = typeof port === 'number' || (typeof port === 'string' && port.trim() !== '')
  const number = isGiven ? Number(port) : Number.NaN
  if (!(Number.isInteger(number) && number >= least && number < 65_536)) {
    throw badPort(argument, port, least)
  }
  return number
}
