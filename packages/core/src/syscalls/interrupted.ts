import type { Context } from './context.js'

/**
 * Whether a call that a signal interrupted is to be made again: the only place that decides it. A socket with a time-out is excepted, since the call would
 * begin its time anew (signal(7) has Linux return EINTR there even under SA_RESTART); so is close(2), after which the number may belong to a stranger.
 * @param option SO_RCVTIMEO or SO_SNDTIMEO, whichever bounds the call
 */
export function restarts({ backend, timeval }: Context, fd: number, result: number, option: number): boolean {
  if (result !== -backend.platform.errno.EINTR) return false
  timeval.fill(0)
  backend.getsockopt(fd, backend.platform.constants.SOL_SOCKET, option, timeval)
  return timeval.every((byte) => byte === 0)
}

/**
 * The time-out with which poll(2) is called again after a signal, in whole milliseconds: what remains of the first, so that signals do not prolong the wait.
 * @param deadline when the first began, and `timeout` more, by `performance.now()`
 */
export function timeLeft(timeout: number, deadline: number): number {
  return timeout <= 0 ? timeout : Math.max(0, Math.ceil(deadline - performance.now()))
}
