/** Events of a watch, to be summed. */
export const READABLE = 1
export const WRITABLE = 2
export const ERROR = 4

/** A descriptor's readiness, told on the event loop; see `Backend.watch`. All of it may be called from inside the watch's own callback. */
export interface Watch {
  /** Tells of other events from now on. 0 pauses it. */
  change(events: number): void
  /** Keeps the event loop alive, paused or not, which is how a watch begins. */
  ref(): void
  /** Lets the event loop end. */
  unref(): void
  /** Ends it: `onReady` is not called again, not even for what the loop has seen already. After that nothing here has an effect. */
  close(): void
}
