import { InvalidArgumentError } from 'commander'
import { type BackendName, type InetAddress, openSyscalls, parseAddress } from 'sendto'

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

/** Checks an address, whose port is an option of its own. Whether there is an interface of that name is seen later. */
export function address(text: string): string {
  if (parse(text, 0, () => 1) !== null) return text
  throw new InvalidArgumentError('It must be an IPv4 or IPv6 address: 127.0.0.1, ::1, fe80::1%eth0, fe80::1%2.')
}

/**
 * The address that such an option stands for.
 * @param backend what tells the index of an interface
 */
export function toAddress(text: string, port: number, backend: BackendName | undefined): InetAddress {
  const address = parse(text, port, (name) => openSyscalls({ backend }).if_nametoindex(name))
  if (address === null) throw new TypeError(`not an address: ${text}`)
  return address
}

function parse(text: string, port: number, indexOf: (name: string) => number): InetAddress | null {
  const literal = text.includes(':') ? `[${text}]` : text
  try {
    const address = parseAddress(`${literal}:${port}`, { if_nametoindex: indexOf })
    return address.port === undefined ? null : address
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
