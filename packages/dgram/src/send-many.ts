import { invalidArgType } from './errors.js'
import type { OutgoingDatagram, Socket } from './types.js'

/** Sends datagrams in their order, each as `send` does: those that go to one destination leave joined. */
export function sendMany(
  this: Socket,
  datagrams: readonly OutgoingDatagram[],
  callback?: (error: Error | null, sent: number) => void,
): void {
  if (!Array.isArray(datagrams)) throw invalidArgType('datagrams', 'an instance of Array', datagrams)
  if (callback !== undefined && typeof callback !== 'function') {
    throw invalidArgType('callback', 'of type function', callback)
  }
  let left = datagrams.length
  let sent = 0
  let first: Error | null = null
  const ended = (error: Error | null): void => {
    if (error === null) sent++
    else first ??= error
    if (--left === 0) callback?.(first, sent)
  }
  if (left === 0 && callback !== undefined) process.nextTick(callback, null, 0)
  for (const { data, port, address } of datagrams as readonly OutgoingDatagram[]) {
    const told = callback === undefined ? undefined : ended
    if (port === undefined && address === undefined) this.send(data, told)
    else this.send(data, port, address, told)
  }
}
