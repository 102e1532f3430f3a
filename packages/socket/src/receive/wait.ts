import { checkInteger, invalidArgType, type Syscalls } from '@sendto/core'
import { refusal } from '../descriptor.js'
import type { Datagram } from './datagram.js'
import type { Inbox, Waiter } from './inbox.js'

export interface ReceiveOptions {
  /** Ends the wait: its reason is what the promise is rejected with. */
  readonly signal?: AbortSignal | undefined
  /** How long to wait, in milliseconds; `ETIMEDOUT` after that. */
  readonly timeout?: number | undefined
}

/** The options of a wait, checked. Each is read once. */
export function checkReceiveOptions(options: ReceiveOptions): ReceiveOptions {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'an object', options)
  const { signal, timeout } = options
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw invalidArgType('options.signal', 'an AbortSignal', signal)
  if (timeout !== undefined) checkInteger('options.timeout', timeout, 0, 2 ** 31 - 1)
  return { signal, timeout }
}

/**
 * The next datagram that comes into an inbox.
 * @param left called when nobody waits any more although none has come
 */
export function waitFor(
  inbox: Inbox,
  { signal, timeout }: ReceiveOptions,
  sys: Syscalls,
  left: () => void,
): Promise<Datagram> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    const settle = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', aborted)
    }
    const waiter: Waiter = {
      take(datagram) {
        settle()
        resolve(datagram)
      },
      fail(error) {
        settle()
        reject(error)
      },
      end: (why) => waiter.fail(why),
    }
    const leave = (error: unknown): void => {
      inbox.leave(waiter)
      waiter.fail(error)
      left()
    }
    const aborted = (): void => leave(signal?.reason)
    if (signal?.aborted) return reject(signal.reason)
    signal?.addEventListener('abort', aborted)
    if (timeout !== undefined)
      timer = setTimeout(
        () => leave(refusal(sys, 'ETIMEDOUT', 'receive', `nothing came within ${timeout} ms`)),
        timeout,
      )
    inbox.wait(waiter)
  })
}
