import type { AddressInit, SyscallError } from '@sendto/core'
import type { Handle } from '../handle.js'
import { count, Statistic } from '../statistics.js'

/** Sends at once. */
export class Sender {
  readonly #handle: Handle

  constructor(handle: Handle) {
    this.#handle = handle
  }

  trySend(data: Uint8Array, to: AddressInit | null): boolean {
    const { descriptor, sys, fd, statistics } = this.#handle
    descriptor.check('sendto')
    count(statistics, Statistic.sends)
    try {
      count(statistics, Statistic.bytesSent, sys.sendto(fd, data, 0, to))
    } catch (error) {
      const { code, errno } = error as SyscallError
      if (this.#handle.absorb?.(errno)) return this.trySend(data, to)
      if (code !== 'EAGAIN') throw error
      count(statistics, Statistic.wouldBlock)
      return false
    }
    count(statistics, Statistic.datagramsSent)
    return true
  }

  /** There is room again. */
  writable(): void {}

  close(): void {}
}
