/** Aborted when the program is told to end, by SIGINT or SIGTERM; a second signal ends it at once. */
export function untilStopped(): AbortSignal {
  const controller = new AbortController()
  const stop = () => {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    controller.abort()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return controller.signal
}
