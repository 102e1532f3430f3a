import { InvalidArgumentError } from 'commander'
import { Inet4Address, Inet6Address, type InetAddress } from 'sendto'

/** Reads an integer in decimal digits. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw new InvalidArgumentError(`It must be an integer from ${min} to ${max}.`)
  }
}

/** Reads a length of time, in seconds; a thousandth is the least. */
export function seconds(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value >= 0.001 && value <= 1_000_000) return value
  throw new InvalidArgumentError('It must be a number from 0.001 to 1000000.')
}

/** Checks an address, whose port is an option of its own. */
export function address(text: string): string {
  try {
    toAddress(text, 0)
    return text
  } catch {
    throw new InvalidArgumentError('It must be an IPv4 or IPv6 address: 127.0.0.1, ::1, fe80::1%2 (a zone by number).')
  }
}

export function toAddress(text: string, port: number): InetAddress {
  return text.includes(':') ? new Inet6Address(text, port) : new Inet4Address(text, port)
}
