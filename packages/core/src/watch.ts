/** Events of a watch, to be summed. */
export const READABLE = 1
export const WRITABLE = 2
export const ERROR = 4

/** A descriptor's readiness, told on the event loop; see `Backend.watch`. All of it may be called from inside the watch's own callback. */
export interface Watch {
  /** Tells of other events from now on. 0 pauses it. */
  change(events: number): void
  /**
   * From now on `onReady` is called with READABLE every so many microseconds, whether there is anything to read or not, and with nothing else, until `change` is called, whatever
   * its events; or more often: watches may share a clock. For what comes so densely that each wake-up costs more than what it brings. Not every backend can.
   * @returns whether it does from now on; if not, readiness goes on being told. False for a watch that does not ask for READABLE
   */
  coalesce?(microseconds: number): boolean
  /** Keeps the event loop alive, paused or not, which is how a watch begins. */
  ref(): void
  /** Lets the event loop end. */
  unref(): void
  /** Ends it: `onReady` is not called again, not even for what the loop has seen already. After that nothing here has an effect. */
  close(): void
}
