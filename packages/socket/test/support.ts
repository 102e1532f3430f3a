import { networkInterfaces } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import type { InetAddress } from '@sendto/core'
import type { DatagramSocket } from '../src/index.js'

/** Why there is no IPv6 on this host, or null. */
export const noIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))
  ? null
  : 'This host has no IPv6 loopback address.'

/** An address of an Internet socket. */
export function inetAddress({ localAddress }: DatagramSocket): InetAddress {
  if (localAddress.port === undefined) throw new TypeError(`${localAddress} is no address of the Internet families`)
  return localAddress
}

/** The address that a socket had, which is closed by this: nobody is there any more. */
export function addressOfNobody(socket: DatagramSocket): InetAddress {
  const address = inetAddress(socket)
  socket.close()
  return address
}

/** Lets the loop turn so many times. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await setImmediate()
}

/** Lets the loop turn until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate()
}

export const text = (data: Uint8Array): string => new TextDecoder().decode(data)
export const bytes = (value: string): Uint8Array => new TextEncoder().encode(value)
